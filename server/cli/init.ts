/** `init`: a new organisation in a new database, with its first administrator. */
import { randomUUID } from 'node:crypto';
import { addPerson } from '../admin/people.ts';
import { COMMON, Failure, readArgs, required, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, officeWithoutAdmin, withStorage } from './database.ts';

export const init: Command = {
  name: 'init',
  summary: 'make a new organisation in a new database',
  help: `init --name NAME --admin NAME [options]

  --name NAME          the organisation: "Mercy Clermont"
  --admin NAME         its first administrator
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, { ...COMMON, ...DB_OPTION, name: { type: 'string' }, admin: { type: 'string' } });
    const name = required('--name', values.name);
    const admin = required('--admin', values.admin);
    return withStorage(values.db, 'anything', async (storage) => {
      const existing = storage.directory.organisation();
      if (existing) throw new Failure(`This database already holds "${existing.name}". Name another file with --db.`);
      const org = slug(name);
      storage.directory.createOrganisation(org, name, false, Date.now(), randomUUID());
      const person = await addPerson(officeWithoutAdmin(storage, org), { name: admin, role: 'admin', team: null });
      return output.result(
        `"${name}" is ready. Next:\n  import sites FILE.csv\n  user add --name NAME --role technician --team TEAM --sites all\n  device enrol --person "${admin}"`,
        { organisation: org, name, admin: { person, name: admin } },
      );
    });
  },
};

/** Short name that consoles carry: letters, digits and dashes. */
function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 40) || 'organisation';
}
