// A console's process for the tests that kill one: saves into the replica of a folder, says so, then hangs on.
import type { RecordId } from '../../domain/ids.ts';
import { commitSave } from '../../main/replica/commit-change.ts';
import { openReplicaAt } from './console.ts';
import { SAW_NOTHING } from './edits.ts';

const [folder = '', record = ''] = process.argv.slice(2);
const replica = openReplicaAt(folder);
const identity = replica.identity();
if (!identity) throw new Error('not enrolled');
const saved = commitSave(replica, { person: identity.person, role: identity.role }, [
  {
    record: record as RecordId,
    collection: 'workOrder',
    group: 'findings',
    set: { text: 'underground' },
    saw: SAW_NOTHING,
  },
]);
process.stdout.write(`${saved.changes.join(' ')}\n`);
setInterval(() => {}, 1_000);
