/** A replica that Ana works on, device 7, without a server in sight: for tests of what is done to one replica. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_EPOCH, type DeviceNo, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { commitSave, type Saved } from '../../main/replica/commit-change.ts';
import type { Replica } from '../../main/replica/replica.ts';
import { openReplicaAt } from './console.ts';
import { SAW_NOTHING } from './edits.ts';
import { JOB, PEOPLE } from './hospital.ts';

export const ANAS_DEVICE = 7 as DeviceNo;

/** In a folder of its own; `close` removes it, and is what a `beforeEach` gives back. */
export function anasReplica(): { readonly replica: Replica; readonly close: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-ana-'));
  const replica = openReplicaAt(folder);
  replica.setIdentity({
    org: 'mercy',
    organisation: 'Mercy',
    device: ANAS_DEVICE,
    deviceName: 'ana',
    epoch: FIRST_EPOCH,
    person: PEOPLE.ana,
    personName: 'Ana',
    role: 'technician',
  });
  return {
    replica,
    close() {
      replica.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One edit that saw nothing. `path`: "workOrder.findings"; a record of null is created. */
export function saveAsAna(replica: Replica, record: RecordId | null, path: string, set: Fields): Saved {
  const [collection = '', group = ''] = path.split('.');
  return commitSave(replica, { person: PEOPLE.ana, role: 'technician' }, [
    { record, collection, group, set, saw: SAW_NOTHING },
  ]);
}

export function noteAsAna(replica: Replica): Saved {
  return saveAsAna(replica, null, 'note.entry', { workOrder: JOB, text: 'x' });
}
