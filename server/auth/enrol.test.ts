// Enrolling and signing in, on a real database: who gets in, and who does not.
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId, type DeviceNo, type PersonId, type RecordId } from '../../domain/ids.ts';
import type { Account } from '../storage/contract/directory.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import { createSqliteStorage } from '../storage/sqlite/storage.ts';
import { createEnrolment, type Enrolment } from './enrol.ts';
import { signInText, type Enrolled, type EnrolRefused } from './enrol-answer.ts';
import { ENROLMENT_MS, hashCode, makeCode } from './enrolment.ts';
import { createGate } from './gate.ts';
import { LEASE_MS, leaseKey, readLease, type LeaseKey } from './lease.ts';

const ORG = 'mercy';
const LENA = recordId(1, 1, 1, 0);
const OMAR = recordId(1, 1, 2, 0);
const SITE: RecordId = recordId(1, 1, 9, 0);
const START = 1_790_000_000_000;

let folder = '';
let storage: Storage;
let enrolment: Enrolment;
let key: LeaseKey;
let now = START;

function setUp(demo: boolean): void {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-enrol-'));
  storage = createSqliteStorage(openDatabase(join(folder, 'server.db'), 'anything'));
  storage.directory.createOrganisation(ORG, 'Mercy Clermont', demo, START, 'incarnation-1');
  const person = (id: PersonId, role: Account['role'], sites: Account['sites']): void =>
    storage.directory.putAccount(ORG, { person: id, role, name: `name ${id}`, pin: null, disabledAt: null, sites });
  person(LENA, 'technician', [SITE]);
  person(OMAR, 'manager', null);
  key = leaseKey(storage.directory);
  now = START;
  enrolment = createEnrolment({
    storage,
    org: ORG,
    key,
    clock: () => now,
    random: randomBytes,
    pinCost: { n: 1_024, r: 8, p: 1 },
  });
}

beforeEach(() => setUp(false));
afterEach(() => {
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Laptop {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}
function laptop(): Laptop {
  const pair = generateKeyPairSync('ed25519');
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: pair.privateKey,
  };
}
function codeFor(person: PersonId): string {
  const code = makeCode(randomBytes);
  storage.directory.putEnrolment(ORG, {
    codeHash: hashCode(code),
    person,
    deviceName: 'Toughbook 7',
    expiresAt: now + ENROLMENT_MS,
    usedBy: null,
  });
  return code;
}
const enrol = (code: string, more: object = {}): Promise<Enrolled | EnrolRefused> =>
  enrolment.enrol({ code, publicKey: laptop().publicKey, deviceName: '', pin: '4711', ...more });
function signIn(with_: Laptop, device: DeviceNo, person: PersonId, pin: string): Promise<Enrolled | EnrolRefused> {
  const text = signInText({ nonce: 'n-1', device, person });
  const signature = sign(null, Buffer.from(text), with_.privateKey).toString('base64');
  return enrolment.signIn({ device, person, pin, nonce: 'n-1', signature });
}
const problem = (answer: Enrolled | EnrolRefused): string | null => (answer.ok ? null : answer.problem);

describe('enrolling a laptop', () => {
  it('[H-1] with a code gives a number, a lease, and the sites of the team', async () => {
    const answer = await enrol(codeFor(LENA));
    expect(answer).toMatchObject({
      ok: true,
      org: ORG,
      organisation: 'Mercy Clermont',
      device: 2,
      epoch: 1,
      person: LENA,
      role: 'technician',
    });
    const lease = readLease(key, ORG, answer.ok ? answer.lease : '');
    expect(lease).toEqual({
      person: LENA,
      device: 2,
      role: 'technician',
      issuedAt: START,
      expiresAt: START + LEASE_MS,
    });
    expect(storage.directory.grant(ORG, 2 as DeviceNo)).toMatchObject({
      sites: [SITE],
      leases: [{ person: LENA, role: 'technician' }],
    });
    expect(storage.directory.device(ORG, 2 as DeviceNo)?.name).toBe('Toughbook 7');
  });

  it('a wrong code, a used code and one that ran out are told apart', async () => {
    const code = codeFor(LENA);
    expect(problem(await enrol('0000-0000-0000-0000'))).toBe('wrongCode');
    expect(problem(await enrol('hello'))).toBe('wrongCode');
    expect(problem(await enrol(code))).toBeNull();
    expect(problem(await enrol(code))).toBe('codeUsed');
    const late = codeFor(LENA);
    now += ENROLMENT_MS;
    expect(problem(await enrol(late))).toBe('codeExpired');
    expect(storage.directory.devices(ORG)).toHaveLength(1);
  });

  it('[H-1] of two laptops with one code, at the same moment, one gets in', async () => {
    const code = codeFor(LENA);
    const answers = await Promise.all([enrol(code), enrol(code), enrol(code)]);
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    expect(answers.filter((a) => problem(a) === 'codeUsed')).toHaveLength(2);
    expect(storage.directory.devices(ORG).filter((d) => d.revokedAt === null)).toHaveLength(1);
  });

  it('a second laptop wants the same PIN', async () => {
    await enrol(codeFor(LENA));
    const code = codeFor(LENA);
    expect(problem(await enrol(code, { pin: '0000' }))).toBe('wrongPin');
    expect(problem(await enrol(code))).toBeNull();
  });

  it('a PIN that is too short, a key that is none and somebody who left are refused, and the code stays good', async () => {
    const code = codeFor(LENA);
    expect(problem(await enrol(code, { pin: '12' }))).toBe('badPin');
    expect(problem(await enrol(code, { publicKey: 'AAAA' }))).toBe('badKey');
    const account = storage.directory.account(ORG, LENA);
    if (!account) throw new Error('no account');
    storage.directory.putAccount(ORG, { ...account, disabledAt: 1 });
    expect(problem(await enrol(code))).toBe('noSuchPerson');
    storage.directory.putAccount(ORG, account);
    expect(problem(await enrol(code))).toBeNull();
  });

  it('without a code only in a demo', async () => {
    const request = { person: LENA, publicKey: laptop().publicKey, deviceName: '', pin: '1234' };
    expect(problem(await enrolment.enrolDemo(request))).toBe('notADemo');
    expect(enrolment.demoPeople()).toEqual([]);
    storage.close();
    rmSync(folder, { recursive: true, force: true });
    setUp(true);
    expect(await enrolment.enrolDemo(request)).toMatchObject({ ok: true, person: LENA, device: 2 });
    expect(await enrolment.enrolDemo({ ...request, pin: '9999' })).toMatchObject({ ok: true, device: 3 });
    expect(problem(await enrolment.enrolDemo({ ...request, person: SITE }))).toBe('noSuchPerson');
    expect(problem(await enrolment.enrolDemo({ ...request, publicKey: '' }))).toBe('badKey');
    expect(enrolment.demoPeople().map((p) => p.role)).toEqual(['technician', 'manager']);
  });
});

describe('signing in again', () => {
  it('[H-1] with the PIN, on an enrolled laptop, gives a fresh lease; another person may take over', async () => {
    const mine = laptop();
    await enrol(codeFor(LENA), { publicKey: mine.publicKey });
    await enrol(codeFor(OMAR), { pin: '8080' });
    now += 86_400_000;
    const again = await signIn(mine, 2 as DeviceNo, LENA, '4711');
    expect(readLease(key, ORG, again.ok ? again.lease : '')?.issuedAt).toBe(now);
    expect(await signIn(mine, 2 as DeviceNo, OMAR, '8080')).toMatchObject({ ok: true, role: 'manager', device: 2 });
    expect(storage.directory.grant(ORG, 2 as DeviceNo)?.leases).toHaveLength(2);
  });

  it('[H-1] wrong PINs slow down, and only that person', async () => {
    const mine = laptop();
    await enrol(codeFor(LENA), { publicKey: mine.publicKey });
    await enrol(codeFor(OMAR), { pin: '8080' });
    for (let i = 0; i < 3; i++) expect(problem(await signIn(mine, 2 as DeviceNo, LENA, '0000'))).toBe('wrongPin');
    const slowed = await signIn(mine, 2 as DeviceNo, LENA, '4711');
    expect(slowed).toMatchObject({ problem: 'slowDown', comeBackMs: 5_000 });
    expect((await signIn(mine, 2 as DeviceNo, OMAR, '8080')).ok).toBe(true);
    now += 5_000;
    expect((await signIn(mine, 2 as DeviceNo, LENA, '4711')).ok).toBe(true);
    expect(problem(await signIn(mine, 2 as DeviceNo, LENA, '0000'))).toBe('wrongPin');
  });

  it('a foreign signature, a revoked laptop and a stranger are refused', async () => {
    const mine = laptop();
    await enrol(codeFor(LENA), { publicKey: mine.publicKey });
    expect(problem(await signIn(laptop(), 2 as DeviceNo, LENA, '4711'))).toBe('noSuchDevice');
    expect(problem(await signIn(mine, 9 as DeviceNo, LENA, '4711'))).toBe('noSuchDevice');
    expect(problem(await signIn(mine, 1 as DeviceNo, LENA, '4711'))).toBe('noSuchDevice');
    expect(problem(await signIn(mine, 2 as DeviceNo, OMAR, '4711'))).toBe('noSuchPerson');
    storage.directory.revoke(ORG, 2 as DeviceNo, now);
    expect(problem(await signIn(mine, 2 as DeviceNo, LENA, '4711'))).toBe('noSuchDevice');
  });
});

describe('the gate of a session', () => {
  it('[H-1] renews leases of those who may still work here, and knows their sites', async () => {
    await enrol(codeFor(LENA));
    const gate = createGate({ directory: storage.directory, org: ORG, key, clock: () => now, random: randomBytes });
    expect(gate.sitesOf(LENA)).toEqual([SITE]);
    expect(gate.sitesOf(OMAR)).toBeNull();
    expect(gate.sitesOf(SITE)).toEqual([]);
    expect(gate.nonce()).not.toBe(gate.nonce());
    expect(gate.readLease(gate.renewLease(2 as DeviceNo, LENA) ?? '')).toMatchObject({ person: LENA, device: 2 });
    expect(gate.renewLease(9 as DeviceNo, LENA)).toBeNull();
    expect(gate.renewLease(2 as DeviceNo, SITE)).toBeNull();
    storage.directory.revoke(ORG, 2 as DeviceNo, now);
    expect(gate.renewLease(2 as DeviceNo, LENA)).toBeNull();
  });
});
