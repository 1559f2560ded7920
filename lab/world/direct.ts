/** Makes a plan happen: who does what when, what breaks when, and the moment at which everything heals. */
import { rmSync } from 'node:fs';
import type { Fault, FaultKind, Plan } from '../plan/plan.ts';
import { BEFALLS, type At, type LaptopFault } from './befall-laptop.ts';
import { BEFALLS_SERVER, type AtServer, type ServerFault } from './befall-server.ts';
import { perform } from './deeds.ts';
import type { World } from './world.ts';

/** How many faults of each kind really struck. */
export type Struck = Partial<Record<FaultKind, number>>;

export function direct(world: World, plan: Plan): Struck {
  const struck: Struck = {};
  const { loop } = world;
  for (const step of plan.steps) {
    loop.after(step.at, () => {
      const seat = world.seats[step.laptop];
      if (seat) perform(seat.person, step);
    });
  }
  for (const fault of plan.faults) {
    if (fault.kind === 'powerCut') world.seats[fault.laptop]?.laptop.watch();
    if (fault.kind === 'oldDisk') copyLater(world, fault);
    if (fault.kind === 'serverRestore') loop.after(Math.max(0, fault.at - fault.ageMs), () => world.server.backup());
    loop.after(fault.at, () => {
      if (strike(world, fault)) struck[fault.kind] = (struck[fault.kind] ?? 0) + 1;
    });
  }
  return struck;
}

function copyLater(world: World, fault: Extract<Fault, { kind: 'oldDisk' }>): void {
  world.loop.after(Math.max(0, fault.at - fault.ageMs), () => {
    const laptop = world.seats[fault.laptop]?.laptop;
    if (laptop?.isUp()) laptop.copyTo(`old-${fault.at}`);
  });
}

/** Everything works again; nobody lifts a finger after this. */
export function heal(world: World): void {
  const { server, seats } = world;
  world.trace.say('weather', 'everything heals');
  world.healed = true;
  world.disturb(world.loop.now(), null);
  server.busy = null;
  server.disk.fault = 'none';
  if (!server.isUp()) server.stop('unclean');
  server.start();
  for (const { laptop } of seats) {
    laptop.air.set('clear');
    laptop.disk.fault = 'none';
    laptop.process()?.dieAt(Number.POSITIVE_INFINITY, 'before');
    laptop.process()?.wake();
    // The app says that its disk has failed and asks to be started again: somebody does.
    if (laptop.isUp() && laptop.parts().replica.disk.fault() !== null) laptop.kill();
    if (!laptop.isUp()) laptop.bury();
    laptop.start();
    // A person who switched the link off is the one thing that nothing heals: they switch it on.
    if (laptop.isUp() && laptop.parts().replica.readMeta('linkOff') === true) laptop.parts().core.switchLink(true);
  }
  server.process()?.dieAt(Number.POSITIVE_INFINITY, 'before');
}

function strike(world: World, fault: Fault): boolean {
  const { loop, trace } = world;
  const lasts = 'for' in fault ? fault.for : 0;
  const later = (ms: number, work: () => void): void =>
    void loop.after(ms, () => {
      if (!world.healed) work();
    });
  if (!('laptop' in fault)) {
    world.disturb(loop.now() + lasts, null);
    return befallServer({ world, later, say: (words) => trace.say('weather', words) }, fault);
  }
  const laptop = world.seats[fault.laptop]?.laptop;
  if (!laptop) return false;
  world.disturb(loop.now() + lasts, laptop.name);
  return befall({ world, laptop, later, say: (words) => trace.say('weather', `${laptop.name}: ${words}`) }, fault);
}

function befall(at: At, fault: LaptopFault): boolean {
  const how = BEFALLS[fault.kind] as (at: At, fault: LaptopFault) => boolean;
  return how(at, fault);
}

function befallServer(at: AtServer, fault: ServerFault): boolean {
  const how = BEFALLS_SERVER[fault.kind] as (at: AtServer, fault: ServerFault) => boolean;
  return how(at, fault);
}

/** The run's files are of no use to anybody once it is over. */
export function sweep(world: World): void {
  for (const { laptop } of world.seats) {
    laptop.kill();
    // Nobody waits for the loop any more: what is open now stays open for ten thousand seeds.
    laptop.bury();
  }
  world.server.stop('clean');
  rmSync(world.folder(), { recursive: true, force: true });
}
