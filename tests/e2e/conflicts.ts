/**
 * Two technicians who wrote different things into the same groups without a network: each into the profile of their own
 * laptop while its console was closed, through the same transaction as a save, so that the server meets a real outage.
 */
import { join } from 'node:path';
import type { RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { digest48, schema, sha256 } from '../../main/compose.ts';
import { commitSave, sawOf } from '../../main/replica/commit-change.ts';
import { closeReplica, openReplica } from '../../main/replica/open.ts';
import { canonicalOf, shownOf } from '../../main/replica/record-store.ts';
import { Replica } from '../../main/replica/replica.ts';

/** Of one laptop, closed: what it saves there. */
export class ClosedLaptop {
  private readonly file: string;
  private readonly replica: Replica;

  constructor(profile: string, clock: () => number = () => Date.now()) {
    this.file = join(profile, 'replica.db');
    this.replica = new Replica(openReplica({ file: this.file, key: null }), {
      schema,
      sha256,
      digest: digest48,
      clock,
    });
  }

  /** By a word in its text; the first that was written. */
  find(collection: string, word: string): RecordId {
    const id = this.replica.db
      .prepare<[string, string], RecordId>(
        'SELECT id FROM record WHERE collection = ? AND instr(body, ?) > 0 ORDER BY rid LIMIT 1',
      )
      .pluck()
      .get(collection, word);
    if (id === undefined) throw new Error(`no ${collection} says ${word}`);
    return id;
  }

  /** Jobs that are not done and about which nothing is asked, by id: the same on every laptop. */
  openJobs(): readonly RecordId[] {
    return this.replica.db
      .prepare<[], RecordId>(
        "SELECT id FROM record WHERE collection = 'workOrder' AND coalesce(k2, '') <> 'done' AND instr(body, '\"q\":\"') = 0 ORDER BY id",
      )
      .pluck()
      .all();
  }

  /** One save: groups of a record as its form would set them; a null record is a new row. */
  save(record: RecordId | null, collection: string, groups: { readonly [group: string]: Fields }): void {
    const { replica } = this;
    const { person, role } = replica.identity() ?? {};
    if (!person || !role) throw new Error('nobody is enrolled here');
    const row = record === null ? undefined : replica.records.byId.get(record);
    const shown = row ? shownOf(row) : {};
    const canonical = row ? canonicalOf(row) : {};
    const edits = Object.entries(groups).map(([group, set]) => ({
      record,
      collection,
      group,
      set,
      saw: sawOf(shown[group], canonical[group], shown['archived']),
    }));
    commitSave(replica, { person, role }, edits);
  }

  close(): void {
    closeReplica(this.replica.db, this.file);
  }
}

const LONG_A =
  'Ring artefact in the lower third. Detector module 14 shows an offset drift after a warm start; exchanged the module and calibrated. Image quality within limits, phantom kept in the archive.';
const LONG_B =
  'Ring artefact in the lower third. Detector module 15 shows an offset drift after a warm start; reseated the module, not calibrated yet. Image quality within limits, phantom to be repeated tomorrow.';

/** What the two write into one job, so that one question follows, or as many as there are groups. */
type Clash = readonly [{ readonly [group: string]: Fields }, { readonly [group: string]: Fields }];

const CLASHES: readonly Clash[] = [
  [{ parts: { declared: 'none' } }, { parts: { declared: 'some' } }],
  [{ findings: { text: LONG_A } }, { findings: { text: LONG_B } }],
  [{ progress: { status: 'started' } }, { progress: { status: 'waiting' } }],
  [{ findings: { text: 'No fault found.' } }, { findings: { text: 'Loose plug behind the panel.' } }],
  [{ parts: { declared: 'none' } }, { parts: { declared: 'some' } }],
  [{ progress: { status: 'done', outcome: 'repaired' } }, { progress: { status: 'done', outcome: 'temporary' } }],
  [{ findings: { text: 'Battery at 61 %.' } }, { findings: { text: 'Battery at 16 %.' } }],
  [{ progress: { status: 'cancelled' } }, { progress: { status: 'started' } }],
];

export interface Clashes {
  /** Open questions that follow. */
  readonly questions: number;
}

/** Ten conflicts: on eight jobs, one of them with two groups, and one on a device. */
export function writeTenConflicts(one: string, other: string): Clashes {
  const ada = new ClosedLaptop(one);
  const ben = new ClosedLaptop(other);
  try {
    const jobs = ada.openJobs();
    CLASHES.forEach(([a, b], i) => {
      const job = jobs[i];
      if (job === undefined) throw new Error('the demo has too few jobs');
      // Two of the same job's groups: asked in order, one after the other.
      const more = i === 0;
      ada.save(job, 'workOrder', more ? { ...a, findings: { text: 'Closed after a test run.' } } : a);
      ben.save(job, 'workOrder', more ? { ...b, findings: { text: 'Left open, a part is missing.' } } : b);
      if (b['parts']) {
        const line = { workOrder: job, name: 'coil assembly', quantity: 3, serial: '88-1402', partNumber: 'P7' };
        ben.save(null, 'partLine', { entry: line });
      }
    });
    const device = ada.find('equipment', '"33070"');
    ada.save(device, 'equipment', { condition: { state: 'restricted', reason: 'Alarm too quiet' } });
    ben.save(device, 'equipment', { condition: { state: 'outOfService', reason: 'No alarm at all' } });
  } finally {
    ada.close();
    ben.close();
  }
  return { questions: 10 };
}
