/** A replica with any number of jobs in it, as if they had come from a server; nobody has to be connected for that. */
import {
  changeId,
  recordId,
  IMPORT_DEVICE,
  type DeviceNo,
  type Epoch,
  type Position,
  type RecordId,
} from '../../domain/ids.ts';
import { encodeBody, valuesOf, type Body, type Cell } from '../../domain/record/body.ts';
import { project } from '../../domain/record/project.ts';
import { definitionOf, insertCanonical, markForSearch } from '../../main/replica/record-store.ts';
import type { Replica } from '../../main/replica/replica.ts';
import { hospital } from '../workload/hospital.ts';
import { ORG } from './prepare-server.ts';

/** Bodies repeat after so many records; their ids and places in the indexes do not. */
const DIFFERENT = 1_000;
const AT_ONCE = 5_000;

export function fillReplica(replica: Replica, records: number): readonly RecordId[] {
  const made = hospital(Math.min(records, DIFFERENT), 18);
  replica.transact('replayable', () =>
    replica.setIdentity({
      org: ORG,
      organisation: 'Bench hospital',
      device: 2 as DeviceNo,
      deviceName: 'bench',
      epoch: 1 as Epoch,
      person: made.technician,
      personName: 'Tom Technician',
      role: 'technician',
    }),
  );
  const bodies = [...bodiesOf(made.jobs).values()];
  const ids = Array.from({ length: records }, (_, i) => recordId(IMPORT_DEVICE, 1, 1_000 + i * 2, 0));
  for (let at = 0; at < records; at += AT_ONCE) {
    replica.transact('replayable', () => {
      for (const [i, id] of ids.slice(at, at + AT_ONCE).entries())
        put(replica, id, bodies[(at + i) % bodies.length] ?? {}, at + i + 1);
    });
  }
  replica.transact('replayable', () => replica.db.exec('DELETE FROM search_pending'));
  return ids;
}

function put(replica: Replica, id: RecordId, body: Body, pos: number): void {
  const collection = 'workOrder';
  const site = recordId(IMPORT_DEVICE, 1, 3 + (pos % 20), 0);
  const keys = { ...project(definitionOf(replica, collection), id, valuesOf(body), () => site), site };
  markForSearch(
    replica,
    collection,
    insertCanonical(replica, { ...keys, id, collection, pos, body: encodeBody(body) }),
  );
}

function bodiesOf(changes: ReturnType<typeof hospital>['jobs']): ReadonlyMap<RecordId, Body> {
  const bodies = new Map<RecordId, Record<string, Cell>>();
  for (const { device, epoch, seq, edits } of changes) {
    // The import is all there is in the log: its numbers are the places.
    const pos: number = seq;
    for (const edit of edits) {
      const body = bodies.get(edit.record) ?? {};
      body[edit.group] = { v: edit.set, w: [changeId(device, epoch, seq)], p: pos as Position };
      bodies.set(edit.record, body);
    }
  }
  return bodies;
}
