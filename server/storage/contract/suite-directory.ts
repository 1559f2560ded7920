/** Contract: people, laptops, enrolments and leases (H-1). */
import { describe, expect, it } from 'vitest';
import { IMPORT_DEVICE, recordId, type DeviceNo, type Epoch } from '../../../domain/ids.ts';
import type { Account, DeviceRow, EnrolmentRow } from './directory.ts';
import type { Factory } from './suite-factory.ts';
import { EAST, effects, found, id, NORTH, ORG, PERSON, pos, record, SOUTH, write } from './suite-samples.ts';
import type { DeviceGrant } from './types.ts';

const account: Account = {
  person: PERSON,
  role: 'technician',
  name: 'Lena Ortiz',
  pin: null,
  disabledAt: null,
  sites: [NORTH],
};
const laptop: Omit<DeviceRow, 'device'> = {
  name: 'Toughbook 7',
  publicKey: 'MCowBQYDK2VwAyEA',
  epoch: 1 as Epoch,
  person: PERSON,
  enrolledAt: 1_790_000_000_000,
  revokedAt: null,
  lastSeenAt: null,
  app: null,
};
const enrolment: EnrolmentRow = {
  codeHash: 'aa',
  person: PERSON,
  deviceName: 'Toughbook 7',
  expiresAt: 9,
  usedBy: null,
};

export function describeDirectory(open: Factory): void {
  describe('directory', () => {
    it('an empty database has no organisation; once founded it keeps it', async () => {
      const { storage, reopen } = await open();
      expect(storage.directory.organisation()).toBeNull();
      storage.directory.createOrganisation(ORG, 'Mercy Clermont', true, 1, 'incarnation-1');
      expect((await reopen()).directory.organisation()).toEqual({ org: ORG, name: 'Mercy Clermont', demo: true });
    });

    it('accounts are kept and changed', async () => {
      const { storage } = await open();
      found(storage);
      const { directory } = storage;
      expect(directory.account(ORG, PERSON)).toBeUndefined();
      directory.putAccount(ORG, account);
      const manager: Account = {
        ...account,
        person: id(1),
        role: 'manager',
        sites: null,
        pin: 'scrypt$…',
        disabledAt: 5,
      };
      directory.putAccount(ORG, manager);
      expect(directory.accounts(ORG)).toEqual([account, manager]);
      directory.putAccount(ORG, { ...account, pin: 'scrypt$x' });
      expect(directory.account(ORG, PERSON)?.pin).toBe('scrypt$x');
    });

    it('devices are numbered from 2 and never again', async () => {
      const { storage } = await open();
      found(storage);
      const { directory } = storage;
      expect(directory.addDevice(ORG, laptop)).toBe(2);
      expect(directory.addDevice(ORG, laptop)).toBe(3);
      directory.revoke(ORG, 3 as DeviceNo, 77);
      directory.revoke(ORG, 3 as DeviceNo, 99);
      expect(directory.addDevice(ORG, laptop)).toBe(4);
      directory.heard(ORG, 2 as DeviceNo, 55, '0.1.0');
      expect(directory.devices(ORG).map((d) => d.device)).toEqual([2, 3, 4]);
      expect(directory.device(ORG, 2 as DeviceNo)).toEqual({ ...laptop, device: 2, lastSeenAt: 55, app: '0.1.0' });
      expect(directory.device(ORG, 3 as DeviceNo)?.revokedAt).toBe(77);
      expect(directory.device(ORG, 9 as DeviceNo)).toBeUndefined();
    });

    it('[W-2] a new epoch is one more than the last', async () => {
      const { storage, reopen } = await open();
      found(storage);
      const device = storage.directory.addDevice(ORG, laptop);
      expect(storage.directory.grantEpoch(ORG, device)).toBe(2);
      expect((await reopen()).directory.grantEpoch(ORG, device)).toBe(3);
      expect(() => storage.directory.grantEpoch(ORG, 9 as DeviceNo)).toThrow();
    });

    it('[H-1] an enrolment is used once, whoever is faster', async () => {
      const { storage } = await open();
      found(storage);
      const { directory } = storage;
      directory.putEnrolment(ORG, enrolment);
      expect(directory.useEnrolment(ORG, 'unknown', 2 as DeviceNo)).toBe(false);
      expect(directory.useEnrolment(ORG, 'aa', 2 as DeviceNo)).toBe(true);
      expect(directory.useEnrolment(ORG, 'aa', 3 as DeviceNo)).toBe(false);
      expect(directory.enrolments(ORG)).toEqual([{ ...enrolment, usedBy: 2 }]);
    });

    it('[H-1] a grant tells key, epoch, every lease, and the sites of now and of ever', async () => {
      const { storage } = await open();
      found(storage);
      const { directory } = storage;
      const device = directory.addDevice(ORG, laptop);
      expect(directory.grant(ORG, device)).toMatchObject({ leases: [], sites: [], everSites: [] });
      directory.setView(ORG, device, [NORTH, SOUTH], pos(0));
      directory.setView(ORG, device, [EAST], pos(0));
      directory.setView(ORG, device, [EAST], pos(5));
      directory.addLease(ORG, device, { person: PERSON, role: 'technician', issuedAt: 1, expiresAt: 2 });
      directory.addLease(ORG, device, { person: PERSON, role: 'technician', issuedAt: 3, expiresAt: 4 });
      directory.addLease(ORG, device, { person: PERSON, role: 'lead', issuedAt: 3, expiresAt: 4 });
      const expected: DeviceGrant = {
        device,
        publicKey: laptop.publicKey,
        revoked: false,
        epoch: 1 as Epoch,
        leases: [
          { person: PERSON, role: 'lead' },
          { person: PERSON, role: 'technician' },
        ],
        sites: [EAST],
        everSites: [NORTH, SOUTH, EAST],
      };
      expect(directory.grant(ORG, device)).toEqual(expected);
      await storage.transact(ORG, (view) => {
        expect(view.grant(device)).toEqual(expected);
        return { effects: null, result: undefined };
      });
      directory.setView(ORG, device, null, pos(9));
      directory.revoke(ORG, device, 6);
      directory.grantEpoch(ORG, device);
      expect(directory.grant(ORG, device)).toMatchObject({ revoked: true, epoch: 2, sites: null, everSites: null });
      expect(directory.grant(ORG, 99 as DeviceNo)).toBeUndefined();
    });

    it('the import device may see all, has no key and is not listed among the laptops', async () => {
      const { storage } = await open();
      found(storage);
      expect(storage.directory.grant(ORG, IMPORT_DEVICE)).toMatchObject({
        publicKey: '',
        sites: null,
        everSites: null,
      });
      expect(storage.directory.devices(ORG)).toEqual([]);
    });

    it("[C-4] a question goes to the site's manager, else a lead there, else an admin", async () => {
      const { storage } = await open();
      found(storage);
      const { directory } = storage;
      const reviewer = async (site: typeof NORTH | null): Promise<unknown> =>
        storage.transact(ORG, (view) => ({ effects: null, result: view.reviewers(site)[0] ?? null }));
      const put = (n: number, more: Partial<Account>): void =>
        directory.putAccount(ORG, { ...account, person: recordId(1, 1, 100 + n, 0), ...more });
      put(1, {});
      expect(await reviewer(NORTH)).toBeNull();
      put(2, { role: 'admin', sites: null });
      expect(await reviewer(NORTH)).toMatchObject({ role: 'admin' });
      put(3, { role: 'lead', sites: [SOUTH] });
      expect(await reviewer(NORTH)).toMatchObject({ role: 'admin' });
      expect(await reviewer(SOUTH)).toMatchObject({ role: 'lead' });
      put(4, { role: 'manager', sites: null });
      put(5, { role: 'manager', sites: [NORTH] });
      expect(await reviewer(NORTH)).toEqual({ person: recordId(1, 1, 105, 0), role: 'manager' });
      expect(await reviewer(SOUTH)).toEqual({ person: recordId(1, 1, 104, 0), role: 'manager' });
      expect(await reviewer(null)).toMatchObject({ role: 'manager' });
      put(5, { role: 'manager', sites: [NORTH], disabledAt: 1 });
      expect(await reviewer(NORTH)).toEqual({ person: recordId(1, 1, 104, 0), role: 'manager' });
    });

    it('[C-4] all who may answer, in the order in which they are asked', async () => {
      const { storage } = await open();
      found(storage);
      const put = (n: number, more: Partial<Account>): void =>
        storage.directory.putAccount(ORG, { ...account, person: recordId(1, 1, 100 + n, 0), ...more });
      put(1, { role: 'admin', sites: null });
      put(2, { role: 'lead', sites: [NORTH] });
      put(3, { role: 'lead', sites: [SOUTH] });
      put(4, { role: 'manager', sites: null });
      put(5, { role: 'manager', sites: [NORTH] });
      put(6, { role: 'technician', sites: [NORTH] });
      const asked = await storage.transact(ORG, (view) => ({ effects: null, result: view.reviewers(NORTH) }));
      const people = [105, 104, 102, 101].map((n) => recordId(1, 1, n, 0));
      expect(asked.map((r) => r.person)).toEqual(people);
      expect(asked.map((r) => r.role)).toEqual(['manager', 'manager', 'lead', 'admin']);
    });

    it('[C-4] how long a question waits is kept: a day where nobody said otherwise, or never', async () => {
      const { storage, reopen } = await open();
      found(storage);
      expect(storage.directory.escalateAfter(ORG)).toBe(86_400_000);
      storage.directory.setEscalateAfter(ORG, 28_800_000);
      const again = await reopen();
      expect(again.directory.escalateAfter(ORG)).toBe(28_800_000);
      again.directory.setEscalateAfter(ORG, null);
      expect(again.directory.escalateAfter(ORG)).toBeNull();
      const seen = await again.transact(ORG, (view) => ({ effects: null, result: view.escalateAfter() }));
      expect(seen).toBeNull();
    });

    it('[C-4] open questions are found in the order of their opening, page by page', async () => {
      const { storage } = await open();
      found(storage);
      const question = (n: number, k2: string): ReturnType<typeof record> =>
        record(n, n, { collection: 'question', k2, sort: n });
      const records = [
        question(1, 'open'),
        question(2, 'answered'),
        question(3, 'open'),
        record(4, 4),
        question(5, 'open'),
      ];
      await write(storage, effects(5, { records }));
      const ids = (after: ReturnType<typeof id> | null, limit: number): Promise<unknown> =>
        storage.transact(ORG, (view) => ({
          effects: null,
          result: view.openQuestions(after, limit).map((r) => r.id),
        }));
      expect(await ids(null, 2)).toEqual([id(1), id(3)]);
      expect(await ids(id(3), 2)).toEqual([id(5)]);
    });

    it('secrets are kept', async () => {
      const { storage, reopen } = await open();
      expect(storage.directory.secret('lease')).toBeNull();
      storage.directory.putSecret('lease', 'one');
      storage.directory.putSecret('lease', 'two');
      expect((await reopen()).directory.secret('lease')).toBe('two');
    });

    it('a directory write between two pages changes no page', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, effects(1, { records: [record(1, 1)] }));
      storage.directory.putAccount(ORG, account);
      expect(storage.pullPage(ORG, [], pos(0), pos(1), 10).rows).toHaveLength(1);
    });
  });
}
