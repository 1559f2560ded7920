/** What befalls a laptop: its air, its program, its disk, its clock, and its doubles. */
import { join } from 'node:path';
import { NO_POSITION } from '../../domain/ids.ts';
import type { Fault } from '../plan/plan.ts';
import { tokensIn } from './book.ts';
import { ORG, sitesOf } from './hospital.ts';
import { queueOnDisk, type LabLaptop } from './laptop.ts';
import { VERSIONS } from './versions.ts';
import type { World } from './world.ts';

export type LaptopFault = Extract<Fault, { readonly laptop: number }>;

/** Where a fault strikes: `later` does nothing any more once all has healed. */
export interface At {
  readonly world: World;
  readonly laptop: LabLaptop;
  readonly say: (words: string) => void;
  readonly later: (ms: number, work: () => void) => void;
}

/** True when it struck: a laptop that is off can neither be killed nor lose its power. */
export const BEFALLS: {
  readonly [Kind in LaptopFault['kind']]: (at: At, fault: Extract<Fault, { readonly kind: Kind }>) => boolean;
} = {
  weather({ laptop, say, later }, { weather, for: lasts }) {
    laptop.air.set(weather);
    say(weather);
    later(lasts, () => laptop.air.weather === weather && laptop.air.set('clear'));
    return true;
  },
  cut({ laptop, say }, { told }) {
    laptop.air.cut(told ? 'told' : 'silent');
    say(told ? 'the connection breaks' : 'the connection falls silent');
    return true;
  },
  kill({ laptop, say, later }, { steps, after, for: lasts }) {
    if (!laptop.isUp()) return false;
    laptop.process()?.dieAt(steps, after ? 'after' : 'before');
    say(`will die ${after ? 'after' : 'before'} its next step no. ${steps}`);
    later(lasts, () => {
      laptop.kill();
      later(1, () => laptop.start());
    });
    return true;
  },
  powerCut({ laptop, later }, { for: lasts }) {
    if (!laptop.isUp()) return false;
    laptop.powerCut();
    later(lasts, () => laptop.start());
    return true;
  },
  reboot({ laptop, later }, { for: lasts }) {
    if (!isAwake(laptop)) return false;
    void laptop.quit();
    later(lasts, () => laptop.start());
    return true;
  },
  upgrade({ laptop, say, later }, { to, for: lasts }) {
    if (!isAwake(laptop)) return false;
    void laptop.quit();
    later(lasts, () => {
      laptop.schema = VERSIONS[to];
      say(`the app is updated to "${to}"`);
      laptop.start();
    });
    return true;
  },
  sleep({ laptop, say, later }, { for: lasts }) {
    if (!laptop.isUp()) return false;
    laptop.air.cut('silent');
    laptop.process()?.sleep();
    say('the lid is closed');
    later(lasts, () => laptop.process()?.wake());
    return true;
  },
  diskFull({ laptop, say, later }, { for: lasts }) {
    laptop.disk.fault = 'full';
    say('the disk is full');
    later(lasts, () => (laptop.disk.fault = 'none'));
    return true;
  },
  eio({ laptop, say, later }, { for: lasts }) {
    laptop.disk.fault = 'eio';
    say('the disk will fail at the next flush');
    later(lasts, () => {
      laptop.disk.fault = 'none';
      // Somebody starts the app again, as it asks.
      laptop.kill();
      later(1, () => laptop.start());
    });
    return true;
  },
  clock({ laptop, say }, { jumpMs, drift }) {
    laptop.skewMs += jumpMs;
    laptop.drift = drift;
    say(`the clock jumps by ${Math.round(jumpMs / 1_000)} s`);
    return true;
  },
  clone: (at, { for: lasts }) => clone(at, lasts),
  oldDisk: (at, { at: moment, for: off }) => oldDisk(at, `old-${moment}`, off),
  sites: ({ world, laptop }, { sites }) => moveTo(world, laptop, sites),
};

/** Nobody shuts a laptop down whose lid is closed. */
function isAwake(laptop: LabLaptop): boolean {
  return laptop.isUp() && laptop.process()?.isAsleep() === false;
}

/** The disk is copied to a second laptop, which goes to work beside the first; for a while neither has a network. */
function clone({ world, laptop, later }: At, lasts: number): boolean {
  if (!laptop.isUp() || world.seats.some((s) => s.laptop.name === `${laptop.name}2`)) return false;
  const name = `${laptop.name}2`;
  world.copied = true;
  laptop.copyTo('replica', join(world.folder(), name));
  const { laptop: second } = world.seat(laptop.member, name);
  second.start();
  for (const { air } of [laptop, second]) {
    air.set('no-network');
    later(lasts, () => air.set('clear'));
  }
  world.disturb(world.loop.now() + lasts, name);
  return true;
}

/** The disk dies and an old copy takes its place: what was made since and had not left is gone with it. */
function oldDisk({ world, laptop, later }: At, copy: string, off: number): boolean {
  if (!laptop.hasCopy(copy)) return false;
  laptop.kill();
  world.copied = true;
  later(1, () => {
    const mark = world.loop.now();
    laptop.bringBack(copy);
    world.trace.say('weather', `${laptop.name}: the disk is replaced by an old copy`);
    world.lostDisks.add(laptop.name);
    excuse(world, laptop, mark);
    later(off, () => laptop.start());
  });
  return true;
}

/**
 * Saves of that laptop that neither its present disk, nor a copy of it, nor the server holds. An id alone proves nothing: a
 * copy may have used it for something else, so a save that has a word of its own is known by that.
 */
export function excuse(world: World, laptop: LabLaptop, now: number): void {
  const queues = world.seats.map((s) => queueOnDisk(s.laptop));
  const log = world.server.storage()?.log(ORG, NO_POSITION, 10_000_000) ?? [];
  const words = new Set(log.flatMap((e) => e.edits.flatMap((edit) => tokensIn(JSON.stringify(edit.value)))));
  const ids = new Set(log.map((e) => `${e.device}.${e.epoch}.${e.seq}`));
  for (const save of world.book.saves) {
    if (save.laptop !== laptop.name || save.at > now || save.excused) continue;
    const { token } = save;
    const holds = (q: ReadonlyMap<string, string>): boolean =>
      save.changes.every((id) => q.has(id)) &&
      (token === null || save.changes.some((id) => q.get(id)?.includes(token)));
    const isThere = token === null ? save.changes.every((id) => ids.has(id)) : words.has(token);
    if (!isThere && !queues.some(holds)) save.excused = true;
  }
}

function moveTo(world: World, laptop: LabLaptop, sites: 'north' | 'south' | 'both'): boolean {
  const storage = world.server.storage();
  const { person } = laptop.member;
  const account = storage?.directory.account(ORG, person);
  if (!storage || !account || account.sites === null) return false;
  storage.directory.putAccount(ORG, { ...account, sites: sitesOf(sites) });
  // One program at a time has the database: whoever changes accounts has stopped the server for it.
  for (const seat of world.seats) if (seat.laptop.member === laptop.member) seat.laptop.air.cut('told');
  world.trace.say('office', `${laptop.name} now works at ${sites}`);
  return true;
}
