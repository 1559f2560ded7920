/**
 * People and teams, written by the operator: a record that every console sees, and an account that only the server has.
 * The account follows the record; what a person may see follows the team (H-1).
 */
import type { RecordId } from '../../domain/ids.ts';
import { decodeBody } from '../../domain/record/body.ts';
import type { Role } from '../../domain/schema/types.ts';
import { visibleSites } from '../auth/visible-sites.ts';
import type { Storage } from '../storage/contract/storage.ts';
import type { StoredRecord } from '../storage/contract/types.ts';
import { sawIn } from './import/differences.ts';
import type { Author, Pen, Written } from './pen.ts';
import { submitChanges, whyNot, type Submit } from './submit.ts';

export interface Office extends Submit {
  readonly storage: Storage;
  readonly org: string;
  readonly pen: Pen;
  /** null before there is an administrator: the first one writes their own record. */
  readonly author: Author | null;
  readonly clock: () => number;
}

export interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly team: RecordId | null;
}

export async function addPerson(office: Office, { name, role, team }: NewPerson): Promise<RecordId> {
  const { storage, org, pen } = office;
  const author: Author = office.author ?? { person: pen.nextId(), role: 'admin' };
  const written = pen.create('person', { identity: { name, role, ...(team ? { team } : {}) } }, author, office.clock());
  await apply(office, written);
  const sites = visibleSites(role, team === null ? null : teamSites(storage, org, team));
  storage.directory.putAccount(org, { person: written.record, role, name, pin: null, disabledAt: null, sites });
  return written.record;
}

export async function addTeam(office: Office, name: string, sites: readonly RecordId[]): Promise<RecordId> {
  const author = authorOf(office);
  const written = office.pen.create('team', { identity: { name, sites } }, author, office.clock());
  await apply(office, written);
  return written.record;
}

/** Gives a team its sites; people of the team see them from their next connection on. */
export async function setTeamSites(office: Office, team: StoredRecord, sites: readonly RecordId[]): Promise<void> {
  const { storage, org, pen } = office;
  const saw = sawIn(decodeBody(team.body));
  const when = { by: authorOf(office), at: office.clock() };
  await apply(office, pen.edit(team.id, 'team', { identity: { sites } }, saw, when));
  for (const member of storage.find(org, 'person', 'k2', team.id)) {
    const account = storage.directory.account(org, member.id);
    if (account) storage.directory.putAccount(org, { ...account, sites: visibleSites(account.role, sites) });
  }
}

export function teamNamed(storage: Storage, org: string, name: string): StoredRecord | null {
  return storage.find(org, 'team', 'k1', name)[0] ?? null;
}

export function teamSites(storage: Storage, org: string, team: RecordId): readonly RecordId[] {
  const record = storage.record(org, team);
  const sites = record && decodeBody(record.body)['identity']?.v['sites'];
  return Array.isArray(sites) ? (sites as readonly RecordId[]) : [];
}

export type Named = { readonly person: RecordId } | { readonly words: string };

/** A person by id or by name; the words when there is none or more than one. */
export function personNamed(storage: Storage, org: string, text: string): Named {
  const found = storage.directory.accounts(org).filter((a) => a.person === text || a.name === text);
  const [only] = found;
  if (!only) return { words: `There is nobody called "${text}". "user list" shows who is here.` };
  if (found.length === 1) return { person: only.person };
  return {
    words: `There are ${found.length} people called "${text}": ${found.map((a) => a.person).join(', ')}. Name one by id.`,
  };
}

function authorOf(office: Office): Author {
  if (!office.author) throw new TypeError('there is no administrator yet');
  return office.author;
}

async function apply(office: Office, written: Written): Promise<void> {
  const outcomes = await submitChanges(office, written.changes);
  const problem = outcomes.map(whyNot).find((words) => words !== null);
  if (problem !== undefined) throw new Error(`the server's own rules refused it: ${problem}`);
}
