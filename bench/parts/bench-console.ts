/**
 * A console without a screen: the product's replica, queue and engine over the product's link. The clock of its saves is
 * the workload's, so that stamps are the same in every run; the engine runs on the machine's.
 */
import { randomBytes } from 'node:crypto';
import { diagnose } from '../../main/connectivity/diagnose.ts';
import { deviceKey } from '../../main/identity/device-key.ts';
import { enrolAsDemo } from '../../main/identity/enrol.ts';
import { commitSave, sawOf, type Author, type NewEdit } from '../../main/replica/commit-change.ts';
import { closeReplica, openReplica } from '../../main/replica/open.ts';
import { canonicalOf, shownOf } from '../../main/replica/record-store.ts';
import { Replica } from '../../main/replica/replica.ts';
import { Engine } from '../../main/sync/engine.ts';
import type { Dialer } from '../../main/sync/link.ts';
import { dialFrames } from '../../main/sync/trpc-link.ts';
import { zstdPacker } from '../../main/sync/zstd.ts';
import type { RecordId } from '../../domain/ids.ts';
import { digest48, schema, sha256 } from '../../server/compose.ts';
import type { Act } from '../workload/acts.ts';
import { MORNING } from '../workload/hospital.ts';

export interface BenchConsole {
  readonly replica: Replica;
  readonly act: (act: Act) => void;
  readonly enrol: (server: string, person: string) => Promise<void>;
  /** An engine that dials that server; `onChange` is told of every step. */
  readonly engine: (server: string, onChange: (engine: Engine) => void, wrap?: (dialer: Dialer) => Dialer) => Engine;
  readonly close: () => void;
}

export function openConsole(file: string, key: Buffer | null = null): BenchConsole {
  const db = openReplica({ file, key });
  let clock = MORNING;
  const replica = new Replica(db, { schema, clock: () => clock, sha256, digest: digest48 });
  return {
    replica,
    act(act) {
      clock = act.at;
      saveAct(replica, act);
    },
    enrol: (server, person) =>
      enrolAsDemo(
        {
          replica,
          key: deviceKey(replica),
          explain: async () => 'no server',
          after: TIMERS.after,
          random: (n) => randomBytes(n),
        },
        server,
        person,
        '4711',
      ),
    engine(server, onChange, wrap = (dialer) => dialer) {
      const dialer: Dialer = {
        dial: (events) => dialFrames(server, events),
        isSecure: () => false,
        diagnose: () => diagnose({ server, stepMs: 2_000, after: TIMERS.after }),
      };
      const engine: Engine = new Engine({
        replica,
        timers: TIMERS,
        packer: zstdPacker,
        sign: deviceKey(replica).sign,
        version: 'bench',
        dialer: wrap(dialer),
        onChange: () => onChange(engine),
        log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
      });
      return engine;
    },
    close: () => closeReplica(db, file),
  };
}

const TIMERS = {
  now: () => Date.now(),
  after(ms: number, task: () => void) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
  random: () => 0.5,
};

/** Saved as a form would save it: with what is in view. */
export function saveAct(replica: Replica, act: Act): void {
  const author = authorOf(replica);
  commitSave(replica, author, [editOf(replica, act)]);
}

export function authorOf(replica: Replica): Author {
  const identity = replica.identity();
  if (!identity) throw new Error('enrol first');
  return identity;
}

/** What a form hands in: it read the record when it was opened. */
export function editOf(replica: Replica, act: Act): NewEdit {
  const row = act.record === null ? undefined : replica.records.byId.get(act.record);
  const shown = row ? shownOf(row) : {};
  const saw = sawOf(shown[act.group], row && canonicalOf(row)[act.group], shown['archived']);
  return { record: act.record, collection: act.collection, group: act.group, set: act.set, saw };
}

/** Ids of all jobs in the replica, in their order. */
export function jobsOf(replica: Replica): readonly RecordId[] {
  return replica.db
    .prepare<[], RecordId>("SELECT id FROM record WHERE collection = 'workOrder' ORDER BY id")
    .pluck()
    .all();
}

/**
 * As if the last contact had been before the workload's morning. Its stamps are fixed, so that they weigh the same in
 * every run; after a contact today the logical clock would stand still at today and every stamp say how far it is off.
 */
export function forgetContact(replica: Replica): void {
  replica.transact('replayable', () => replica.meta.remove.run('hlc'));
}

/** Work made before anything is measured: the disk is not waited for. */
export function withoutWaiting(replica: Replica, work: () => void): void {
  replica.db.pragma('synchronous = OFF');
  work();
  replica.db.pragma('synchronous = FULL');
  replica.db.pragma('wal_checkpoint(TRUNCATE)');
}
