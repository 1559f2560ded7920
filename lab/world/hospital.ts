/**
 * The hospital in which runs take place: two sites, fourteen people, twelve devices, eighteen jobs; a larger one for
 * whole days of review. Each is founded once, through the real admission, and copied for each run. All keys come from fixed seeds: the same run sends the same bytes.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import type { Change, Edit } from '../../domain/change/change.ts';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import {
  changeId,
  FIRST_EPOCH,
  IMPORT_DEVICE,
  recordId,
  type DeviceNo,
  type PersonId,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { changeText } from '../../domain/change/change.ts';
import type { Role } from '../../domain/schema/types.ts';
import { closeReplica, openReplica } from '../../main/replica/open.ts';
import { Replica } from '../../main/replica/replica.ts';
import { issueLease } from '../../server/auth/gate.ts';
import { leaseKey } from '../../server/auth/lease.ts';
import { digest48, schema, sha256 } from '../../server/compose.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { createCommitter } from '../../server/sync/persist.ts';

export const ORG = 'lab';
/** The moment at which every run begins, milliseconds UTC. */
export const BEGINNING = 1_790_000_000_000;

export interface Member {
  readonly name: string;
  readonly role: Role;
  readonly person: PersonId;
  /** Site that this person sees; null: all. */
  readonly site: 'north' | 'south' | 'both' | null;
  readonly device: DeviceNo;
}

const imported = (seq: number): RecordId => recordId(IMPORT_DEVICE, 1, seq, 0);

/** Office first, then technicians; a run takes as many technicians as it wants. */
const PEOPLE: readonly (readonly [string, Role, Member['site']])[] = [
  ['maria', 'manager', null],
  ['lena', 'lead', 'both'],
  ['ana', 'technician', 'both'],
  ['ben', 'technician', 'both'],
  ['cid', 'technician', 'north'],
  ['dora', 'technician', 'south'],
  ['emil', 'technician', 'both'],
  ['fay', 'technician', 'north'],
  ['gus', 'technician', 'both'],
  ['hana', 'technician', 'south'],
  ['ivo', 'technician', 'both'],
  ['jana', 'technician', 'north'],
  ['kai', 'technician', 'both'],
  ['lou', 'technician', 'both'],
];

/** The larger hospital has more people who answer, and more jobs to disagree about. */
const MORE_PEOPLE: typeof PEOPLE = [
  ['mona', 'manager', 'north'],
  ['omar', 'manager', 'south'],
  ['paul', 'lead', 'both'],
  ['ada', 'admin', null],
];

function memberOf([name, role, site]: (typeof PEOPLE)[number], no: number, seq: number): Member {
  return { name, role, site, person: imported(seq), device: (no + 2) as DeviceNo };
}

export const MEMBERS: readonly Member[] = PEOPLE.map((p, i) => memberOf(p, i, i + 1));

export const NORTH = imported(PEOPLE.length + 1);
export const SOUTH = imported(PEOPLE.length + 2);
const FIRST_DEVICE = PEOPLE.length + 3;
const DEVICES = 12;
const JOBS = 18;
const MORE_JOBS = 42;
/** What the larger hospital adds stands behind everything else, so that the usual one is not touched by it. */
const FIRST_MORE = FIRST_DEVICE + DEVICES + JOBS;
const REVIEW_MEMBERS: readonly Member[] = [
  ...MEMBERS,
  ...MORE_PEOPLE.map((p, i) => memberOf(p, PEOPLE.length + i, FIRST_MORE + i)),
];
const deviceAt = (i: number): RecordId => imported(FIRST_DEVICE + i);
const siteAt = (i: number): RecordId => (i % 3 === 2 ? SOUTH : NORTH);

export interface Hospital {
  readonly members: readonly Member[];
  /** After how long an open question goes up, milliseconds; null: nobody looks (C-4). */
  readonly escalateAfterMs: number | null;
}

export const HOSPITALS = {
  usual: { members: MEMBERS, escalateAfterMs: null },
  review: { members: REVIEW_MEMBERS, escalateAfterMs: 40 * 60_000 },
} as const satisfies Readonly<Record<string, Hospital>>;
export type HospitalName = keyof typeof HOSPITALS;

/** The jobs of the larger hospital, and where each is. */
export const REVIEW_JOBS: readonly { readonly job: RecordId; readonly site: 'north' | 'south' }[] = [
  ...Array(JOBS + MORE_JOBS).keys(),
].map((i) => ({
  job: i < JOBS ? imported(FIRST_DEVICE + DEVICES + i) : imported(FIRST_MORE + MORE_PEOPLE.length + i - JOBS),
  site: siteAt(i % DEVICES) === NORTH ? 'north' : 'south',
}));

export function sitesOf(site: Member['site']): readonly RecordId[] | null {
  if (site === null) return null;
  return site === 'north' ? [NORTH] : site === 'south' ? [SOUTH] : [NORTH, SOUTH];
}

/** PKCS #8 of an Ed25519 key with that number as its secret, base64. */
export function fixedKey(no: number): string {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const secret = Buffer.alloc(32, 7);
  secret.writeUInt32BE(no, 0);
  return Buffer.concat([head, secret]).toString('base64');
}

function publicHalf(key: string): string {
  const secret = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  return createPublicKey(secret).export({ format: 'der', type: 'spki' }).toString('base64');
}

export function serverFile(folder: string): string {
  return join(folder, 'server.db');
}
export function replicaFolder(folder: string, member: Member): string {
  return join(folder, member.name);
}

/** Makes the server's database and a freshly enrolled replica for everybody below that folder. `soon`: after this turn. */
export async function foundHospital(
  folder: string,
  soon: (task: () => void) => void,
  name: HospitalName = 'usual',
): Promise<void> {
  const { members, escalateAfterMs } = HOSPITALS[name];
  const clock = (): number => BEGINNING;
  const storage = createSqliteStorage(openDatabase(serverFile(folder), 'anything'));
  const { directory } = storage;
  directory.createOrganisation(ORG, 'Lab', true, BEGINNING, 'incarnation-1');
  directory.putSecret('leaseKey', fixedKey(0));
  const committer = createCommitter({ storage, org: ORG, schema, sha256, digest: digest48, clock, soon });
  const founding = name === 'usual' ? foundingEdits() : [...foundingEdits(), ...moreEdits()];
  const changes = founding.map((edits, i) => imports(i + 1, edits));
  const outcomes = await committer.submit({ changes, hashes: changes.map((c) => sha256(changeText(c))) });
  const refused = outcomes.flatMap((o) => o.edits).find((e) => e.kind !== 'applied');
  if (refused) throw new Error(`the hospital could not be founded: ${JSON.stringify(refused)}`);
  const key = leaseKey(directory);
  for (const member of members) {
    const sites = sitesOf(member.site);
    const account = { person: member.person, role: member.role, name: member.name, pin: null, disabledAt: null, sites };
    directory.putAccount(ORG, account);
    const device = directory.addDevice(ORG, {
      name: `${member.name}'s laptop`,
      publicKey: publicHalf(fixedKey(member.device)),
      epoch: FIRST_EPOCH,
      person: member.person,
      enrolledAt: BEGINNING,
      revokedAt: null,
      lastSeenAt: null,
      app: null,
    });
    if (device !== member.device) throw new Error(`${member.name} got device ${device}`);
    directory.setView(ORG, device, sites, storage.head(ORG).position);
    enrol(folder, member, issueLease({ directory, org: ORG, key, clock }, device, account));
  }
  if (escalateAfterMs !== null) directory.setEscalateAfter(ORG, escalateAfterMs);
  storage.close();
}

function enrol(folder: string, member: Member, lease: string): void {
  const file = join(replicaFolder(folder, member), 'replica.db');
  const db = openReplica({ file, key: null });
  const replica = new Replica(db, { schema, clock: () => BEGINNING, sha256, digest: digest48 });
  replica.transact('durable', () => {
    replica.writeMeta('deviceKey', fixedKey(member.device));
    replica.writeMeta('lease', lease);
    replica.writeMeta('server', 'http://server.lab');
    replica.setIdentity({
      org: ORG,
      organisation: 'Lab',
      device: member.device,
      deviceName: member.name,
      epoch: FIRST_EPOCH,
      person: member.person,
      personName: member.name,
      role: member.role,
    });
  });
  closeReplica(db, file);
}

type Founding = readonly (readonly [RecordId | null, `${string}.${string}`, Fields])[];

function foundingEdits(): readonly Founding[] {
  const list: Founding[] = PEOPLE.map(([name, role]) => [[null, 'person.identity', { name, role }]]);
  list.push([[null, 'site.identity', { name: 'North' }]], [[null, 'site.identity', { name: 'South' }]]);
  for (let i = 0; i < DEVICES; i++) {
    const made = { type: i % 2 ? 'Pump' : 'CT scanner', serial: String(4400 + i), manufacturer: 'Acme' };
    list.push([
      [null, 'equipment.identity', made],
      [deviceAt(i), 'equipment.place', { site: siteAt(i), room: `B${i}` }],
    ]);
  }
  for (let i = 0; i < JOBS; i++) list.push(jobEdits(i));
  return list;
}

function jobEdits(i: number): Founding {
  const equipment = deviceAt(i % DEVICES);
  const request = { title: `job ${i}`, equipment, site: siteAt(i % DEVICES), priority: 'normal' };
  return [[null, 'workOrder.request', request]];
}

function moreEdits(): readonly Founding[] {
  const people = MORE_PEOPLE.map(([name, role]): Founding => [[null, 'person.identity', { name, role }]]);
  return [...people, ...[...Array(MORE_JOBS).keys()].map((i) => jobEdits(JOBS + i))];
}

function imports(seq: number, founding: Founding): Change {
  let n = 0;
  const nothing = { writer: null, canonical: null, archived: null };
  const edits = founding.map(([record, path, set]): Edit => {
    const [collection = '', group = ''] = path.split('.');
    return { record: record ?? recordId(IMPORT_DEVICE, 1, seq, n++), collection, group, set, saw: nothing };
  });
  return {
    device: IMPORT_DEVICE,
    epoch: FIRST_EPOCH,
    seq: seq as Sequence,
    save: changeId(IMPORT_DEVICE, 1, seq) as string as SaveId,
    lane: 'normal',
    author: imported(1),
    role: 'admin',
    schema: schema.version,
    hlc: hlcFromMs(BEGINNING),
    madeAt: BEGINNING,
    edits,
  };
}
