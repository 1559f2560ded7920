/** `user`: who works here, in which role and team. */
import type { RecordId } from '../../domain/ids.ts';
import { ROLES, type Role } from '../../domain/schema/types.ts';
import { addPerson, addTeam, personNamed, setTeamSites, teamNamed, type Office } from '../admin/people.ts';
import { Failure, readArgs, required, UsageError, type Command, type ExitCode, type Output } from './command.ts';
import { DB_HELP, DB_OPTION, officeOf, withOrganisation, type Opened } from './database.ts';

export const user: Command = {
  name: 'user',
  summary: 'add, list and disable people; give teams their sites',
  help: `user add --name NAME --role ROLE [--team TEAM] [--sites CODES]
user list
user disable --person NAME
user sites --team TEAM --sites CODES

  --role ROLE          ${ROLES.join(', ')}
  --team TEAM          made when there is none of that name
  --sites CODES        sites of the team: codes with commas between, or all
${DB_HELP}`,
  async run(args, output) {
    const [verb = '', ...rest] = args;
    const run = VERBS[verb];
    if (!run) throw new UsageError(`user ${verb}: ${Object.keys(VERBS).join(', ')}?`);
    return run(rest, output);
  },
};

const OPTIONS = {
  ...DB_OPTION,
  name: { type: 'string' },
  role: { type: 'string' },
  team: { type: 'string' },
  sites: { type: 'string' },
  person: { type: 'string' },
} as const;

const VERBS: { readonly [verb: string]: (args: readonly string[], output: Output) => Promise<ExitCode> } = {
  async add(args, output) {
    const { values } = readArgs(args, OPTIONS);
    const name = required('--name', values.name);
    const role = roleOf(required('--role', values.role));
    if ((role === 'technician' || role === 'lead') && !values.team)
      throw new UsageError(`--team is missing: a ${role} belongs to one.`);
    return withOrganisation(values.db, async (opened) => {
      const office = officeOf(opened);
      const sites = values.sites === undefined ? null : sitesOf(opened, values.sites);
      const team = values.team === undefined ? null : await teamOf(office, opened, values.team.trim(), sites);
      const person = await addPerson(office, { name, role, team });
      return output.result(`${name} is here as ${role} (${person}). Next: device enrol --person ${person}`, {
        person,
        name,
        role,
        team,
      });
    });
  },
  async list(args, output) {
    const { values } = readArgs(args, DB_OPTION);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const people = storage.directory.accounts(org).map(({ person, name, role, disabledAt, sites, pin }) => {
        return {
          person,
          name,
          role,
          active: disabledAt === null,
          signedIn: pin !== null,
          sites: sites?.length ?? 'all',
        };
      });
      const lines = people.map(
        (p) => `${p.person}  ${p.role.padEnd(10)}  ${p.name}${p.active ? '' : '  (disabled)'}  sites: ${p.sites}`,
      );
      return output.result(lines.join('\n') || 'Nobody yet.', { people });
    });
  },
  async disable(args, output) {
    const { values } = readArgs(args, OPTIONS);
    const who = required('--person', values.person);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const named = personNamed(storage, org, who);
      if ('words' in named) throw new Failure(named.words);
      const account = storage.directory.account(org, named.person);
      if (account) storage.directory.putAccount(org, { ...account, disabledAt: account.disabledAt ?? Date.now() });
      return output.result(`${account?.name ?? who} may no longer sign in.`, { person: named.person });
    });
  },
  async sites(args, output) {
    const { values } = readArgs(args, OPTIONS);
    const name = required('--team', values.team);
    const codes = required('--sites', values.sites);
    return withOrganisation(values.db, async (opened) => {
      const team = teamNamed(opened.storage, opened.org, name);
      if (!team) throw new Failure(`There is no team "${name}".`);
      const sites = sitesOf(opened, codes);
      await setTeamSites(officeOf(opened), team, sites);
      return output.result(`${name} has ${sites.length} sites.`, { team: team.id, sites });
    });
  },
};

function roleOf(text: string): Role {
  const role = ROLES.find((r) => r === text);
  if (!role) throw new UsageError(`--role ${text}: roles are ${ROLES.join(', ')}.`);
  return role;
}

async function teamOf(
  office: Office,
  { storage, org }: Opened,
  name: string,
  sites: readonly RecordId[] | null,
): Promise<RecordId> {
  const team = teamNamed(storage, org, name);
  if (!team) return addTeam(office, name, sites ?? []);
  if (sites) await setTeamSites(office, team, sites);
  return team.id;
}

/** @throws Failure when a code is not known */
function sitesOf({ storage, org }: Opened, codes: string): readonly RecordId[] {
  if (codes.trim() === 'all') return allSites({ storage, org });
  return codes.split(',').map((code) => {
    const [site] = storage.find(org, 'site', 'k2', code.trim());
    if (!site) throw new Failure(`There is no site with the code "${code.trim()}".`);
    return site.id;
  });
}

function allSites({ storage, org }: Pick<Opened, 'storage' | 'org'>): readonly RecordId[] {
  const sites = storage.digests(org).filter((d) => d.collection === 'site' && d.count > 0);
  return sites.flatMap((d) => d.site ?? []);
}
