/** What befalls the server: its program, its disk, its backups, and who comes by. */
import type { Fault } from '../plan/plan.ts';
import { excuse } from './befall-laptop.ts';
import { VERSIONS } from './versions.ts';
import type { World } from './world.ts';

export type ServerFault = Exclude<Fault, { readonly laptop: number }>;

export interface AtServer {
  readonly world: World;
  readonly say: (words: string) => void;
  readonly later: (ms: number, work: () => void) => void;
}

/** True when it struck: a server that is down cannot be stopped. */
export const BEFALLS_SERVER: {
  readonly [Kind in ServerFault['kind']]: (at: AtServer, fault: Extract<Fault, { readonly kind: Kind }>) => boolean;
} = {
  serverKill({ world: { server }, say, later }, { steps, after, for: lasts }) {
    if (!server.isUp()) return false;
    server.process()?.dieAt(steps, after ? 'after' : 'before');
    say(`the server will die ${after ? 'after' : 'before'} its next step no. ${steps}`);
    later(lasts, () => {
      server.stop('unclean');
      later(1, () => server.start());
    });
    return true;
  },
  serverStop({ world: { server }, later }, { for: lasts }) {
    if (!server.isUp()) return false;
    server.stop('clean');
    later(lasts, () => server.start());
    return true;
  },
  serverUpgrade({ world: { server }, say, later }, { to, for: lasts }) {
    if (!server.isUp()) return false;
    server.stop('clean');
    later(lasts, () => {
      server.schema = VERSIONS[to];
      say(`the server is updated to "${to}"`);
      server.start();
    });
    return true;
  },
  serverBusy({ world: { server }, say, later }, { comeBackMs, for: lasts }) {
    server.busy = { comeBackMs };
    say('the server is busy');
    later(lasts, () => (server.busy = null));
    return true;
  },
  serverDisk({ world: { server }, say, later }, { fault, for: lasts }) {
    server.disk.fault = fault;
    say(`the server's disk: ${fault}`);
    later(lasts, () => {
      server.disk.fault = 'none';
      if (server.isUp()) return;
      server.stop('unclean');
      later(1, () => server.start());
    });
    return true;
  },
  serverRestore({ world }, { told }) {
    if (!world.server.hasBackup()) return false;
    world.server.restoreBackup(told);
    // What a laptop's lost disk had brought to the server before, and the server's lost days after, is nowhere now.
    for (const { laptop } of world.seats) if (world.lostDisks.has(laptop.name)) excuse(world, laptop, world.loop.now());
    return true;
  },
  attack({ world, say }, { attack }) {
    if (!world.server.isUp()) return false;
    world.attacker.attack(attack);
    say(`somebody attacks: ${attack}`);
    return true;
  },
};
