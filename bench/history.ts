/** pages of a story of 10,000 entries: what the first and the last page cost at the main process, and the whole of it. */
import { join } from 'node:path';
import { hospital } from '../domain/schema/hospital.ts';
import { withSystem } from '../domain/schema/system.ts';
import { changeId, recordId, type RecordId } from '../domain/ids.ts';
import { openReplica } from '../main/replica/open.ts';
import { Replica } from '../main/replica/replica.ts';
import { insertCanonical } from '../main/replica/record-store.ts';
import type { ViewContext } from '../main/views/context.ts';
import { history } from '../main/views/history.ts';
import { encodeBody } from '../domain/record/body.ts';
import { digest48, sha256 } from '../server/compose.ts';
import { shown, type Report } from './figure.ts';
import { median, timed } from './sample.ts';
import { standardDay } from './workload/acts.ts';
import { MORNING } from './workload/hospital.ts';

const ENTRIES = 10_000;
const PAGE = 200;
const LOOKS = 15;
const JOB = recordId(1, 1, 5, 0);
const ANYBODY = { person: null, part: null } as const;

export function benchHistory(report: Report, folder: string): void {
  const db = openReplica({ file: join(folder, 'replica.db'), key: null });
  const replica = new Replica(db, { schema: withSystem(hospital), clock: () => MORNING, sha256, digest: digest48 });
  fill(replica);
  const ctx: ViewContext = {
    replica,
    person: recordId(1, 1, 1, 0),
    role: 'technician',
    canLeave: true,
    sendingSince: () => null,
    vouchedTo: null,
    now: MORNING,
    offset: 0,
  };
  const look = (skip: number, limit: number): number =>
    median(Array.from({ length: LOOKS }, () => timed(() => history(ctx, JOB, { skip, limit, ...ANYBODY }))));
  const figure = { id: 'A-2', unit: 'ms' };
  const limit = median(Array.from({ length: LOOKS }, () => timed(() => replica.histories.of.all(JOB))));
  const name = `of ${ENTRIES} entries; limit: reading their rows`;
  report.figure(shown({ ...figure, name: `the newest ${PAGE} ${name}`, value: look(0, PAGE), limit }));
  report.figure(shown({ ...figure, name: `the oldest ${PAGE} ${name}`, value: look(ENTRIES - PAGE, PAGE), limit }));
  report.figure(shown({ ...figure, name: `all ${name}`, value: look(0, ENTRIES), limit }));
  db.close();
}

function fill(replica: Replica): void {
  const author = recordId(1, 1, 1, 0);
  const acts = standardDay(ENTRIES * 2, [JOB], 5)
    .filter((act) => act.record !== null)
    .slice(0, ENTRIES);
  replica.transact('replayable', () => {
    put(replica, author, 'person', { identity: { name: 'Ben Okafor', role: 'technician' } });
    put(replica, JOB, 'workOrder', { request: { number: '20417', title: 'image artefact' } });
    for (const [i, act] of acts.entries()) {
      const entry = {
        pos: i + 10,
        change: changeId(7, 1, i + 1),
        kind: 'change',
        group: act.group,
        value: act.set,
        author,
        role: 'technician',
        madeAt: act.at,
        receivedAt: act.at + 40_000,
        outcome: { kind: 'applied' },
        saw: null,
      };
      replica.histories.put.run(JOB, entry.pos, act.group, JSON.stringify(entry));
    }
    replica.histories.setKnown.run(JOB, acts.length + 10, MORNING);
  });
}

function put(replica: Replica, id: RecordId, collection: string, groups: { readonly [group: string]: object }): void {
  const cells = Object.entries(groups).map(([g, v]) => [g, { v, w: [changeId(1, 1, 1)], p: 1 }]);
  insertCanonical(replica, {
    id,
    collection,
    pos: 1,
    parent: null,
    site: null,
    k1: null,
    k2: null,
    sort: null,
    body: encodeBody(Object.fromEntries(cells) as Parameters<typeof encodeBody>[0]),
  });
}
