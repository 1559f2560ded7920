/**
 * The console put together: the one place where its core meets the clock, chance, timers and the network. Everything
 * else is handed them, which is what lets the lab run the same code.
 */
import { hash as hashOf, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { clearTimeout, setImmediate as soon, setTimeout } from 'node:timers';
import { reasonWords, conclude, NO_EVIDENCE } from '../domain/link/reason.ts';
import { hospital } from '../domain/schema/hospital.ts';
import { withSystem } from '../domain/schema/system.ts';
import { diagnose } from './connectivity/diagnose.ts';
import { WeatherLink } from './connectivity/weather-link.ts';
import { ConsoleCoreImpl } from './console-core.ts';
import { deviceKey } from './identity/device-key.ts';
import { closeReplica, openReplica } from './replica/open.ts';
import { keepReserve } from './replica/reserve.ts';
import { Replica } from './replica/replica.ts';
import type { ComposeConsole, ConsoleCore, ConsoleOptions } from './shell/core.ts';
import { Engine } from './sync/engine.ts';
import type { Timers } from './sync/link.ts';
import { dialFrames } from './sync/trpc-link.ts';
import { zstdPacker } from './sync/zstd.ts';

const DIAGNOSE_STEP_MS = 8_000;

export const schema = withSystem(hospital);
export const sha256 = (text: string): string => hashOf('sha256', text, 'hex');
/** First 48 bits of SHA-1: for sums that find differences, not for proof. */
export const digest48 = (text: string): number => hashOf('sha1', text, 'buffer').readUIntBE(0, 6);

export const realTimers: Timers = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  pause: () => new Promise((resolve) => void soon(resolve)),
  random: () => Math.random(),
};

/** @throws ReplicaFault, in words, when the database cannot be used; it is left as it was. */
export const composeConsole: ComposeConsole = async (options: ConsoleOptions): Promise<ConsoleCore> => {
  const file = join(options.profileDir, 'replica.db');
  const key = await keyFor(options, file);
  const db = openReplica({ file, key });
  const replica = new Replica(db, { schema, sha256, digest: digest48, clock: realTimers.now });
  const laptop = deviceKey(replica);
  let server = replica.readMeta('server') ?? options.server;
  if (options.server !== null && replica.identity() !== null && options.server !== server) server = options.server;
  const weather = new WeatherLink(
    {
      dial: (events) => dialFrames(server ?? 'http://127.0.0.1:9', events),
      isSecure: () => server?.startsWith('https:') === true,
      diagnose: () =>
        diagnose({ server: server ?? 'http://127.0.0.1:9', stepMs: DIAGNOSE_STEP_MS, after: realTimers.after }),
    },
    realTimers,
  );
  const engine = new Engine({
    replica,
    timers: realTimers,
    packer: zstdPacker,
    sign: laptop.sign,
    version: options.version,
    log: options.log,
    onChange: () => core.changed(),
    dialer: weather,
  });
  const core: ConsoleCoreImpl = new ConsoleCoreImpl({
    options,
    replica,
    engine,
    timers: realTimers,
    weather,
    reserve: keepReserve(options.profileDir),
    server: () => server,
    useServer: (used) => (server = used),
    zone: () => -new Date(realTimers.now()).getTimezoneOffset(),
    enrolment: {
      replica,
      key: laptop,
      explain: explainFailure,
      after: realTimers.after,
      random: (n) => randomBytes(n),
    },
  });
  core.lock();
  core.lookForDemo();
  if (replica.identity() !== null && replica.readMeta('linkOff') !== true) engine.switchOn();
  else if (replica.readMeta('linkOff') === true) engine.switchOff();
  return {
    api: core,
    isEmptyOfUnsent: () => !replica.disk.fault() && replica.changes.summary.all().length === 0,
    async close() {
      core.stop();
      await engine.close();
      // Closing writes: a disk that failed is left to the next start, which checks the pages first.
      if (!replica.disk.fault()) closeReplica(db, file);
    },
  };
};

async function explainFailure(server: string): Promise<string> {
  const reason = conclude({
    ...NO_EVIDENCE,
    ...(await diagnose({ server, stepMs: DIAGNOSE_STEP_MS, after: realTimers.after })),
  });
  if (reason === null) return 'The server did not answer as expected. Try again.';
  const words = reasonWords(reason);
  return `${words.says}. ${words.do}`;
}

/** The store's key for a new replica or an encrypted one; a plain one that is already here stays readable. */
async function keyFor(options: ConsoleOptions, file: string): Promise<Buffer | null> {
  const key = await options.keys.replicaKey();
  return key !== null && isPlain(file) ? null : key;
}

function isPlain(file: string): boolean {
  if (!existsSync(file)) return false;
  const header = Buffer.alloc(15);
  const handle = openSync(file, 'r');
  try {
    return (
      readSync(handle, header, 0, header.length, 0) === header.length && header.toString('latin1') === 'SQLite format 3'
    );
  } finally {
    closeSync(handle);
  }
}
