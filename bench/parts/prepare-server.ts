/** A server's database with a hospital in it, made through the committer, as an import would make it. */
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { composeCommitter, sha256 } from '../../server/compose.ts';
import { submitChanges, whyNot } from '../../server/admin/submit.ts';
import type { Hospital } from '../workload/hospital.ts';
import { MORNING } from '../workload/hospital.ts';

export const ORG = 'bench';
const CHANGES_AT_ONCE = 2_000;

/** Gives the position of the log's end. @throws when a change was not plainly applied: the workload is wrong then. */
export async function prepareServer(file: string, hospital: Hospital): Promise<number> {
  const storage = createSqliteStorage(openDatabase(file, 'anything'));
  storage.directory.createOrganisation(ORG, 'Bench hospital', true, MORNING, 'bench-1');
  const committer = composeCommitter(storage, ORG);
  const all = [...hospital.people, ...hospital.places, ...hospital.jobs];
  for (let at = 0; at < all.length; at += CHANGES_AT_ONCE) {
    const outcomes = await submitChanges({ committer, sha256 }, all.slice(at, at + CHANGES_AT_ONCE));
    const refused = outcomes.map((o) => whyNot(o)).find((why) => why !== null);
    if (refused !== undefined) throw new Error(`the hospital was not taken: ${refused}`);
  }
  const account = { pin: null, disabledAt: null };
  storage.directory.putAccount(ORG, {
    ...account,
    person: hospital.admin,
    role: 'admin',
    name: 'Ada Admin',
    sites: null,
  });
  storage.directory.putAccount(ORG, {
    ...account,
    person: hospital.technician,
    role: 'technician',
    name: 'Tom Technician',
    sites: hospital.sites,
  });
  const { position } = storage.head(ORG);
  storage.close();
  return position;
}
