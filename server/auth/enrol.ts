/**
 * How laptops and people come in (H-1): a laptop joins with a one-time code and a key that it made itself, a person signs
 * in with a PIN. Nothing is written before everything was checked, except the person's first PIN.
 */
import { FIRST_EPOCH, type DeviceNo, type PersonId } from '../../domain/ids.ts';
import type { Role } from '../../domain/schema/types.ts';
import type { Account } from '../storage/contract/directory.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { isDeviceKey, verifySignature } from './device-key.ts';
import {
  refused,
  signInText,
  type DemoRequest,
  type Enrolled,
  type EnrolRefused,
  type EnrolRequest,
  type SignInRequest,
} from './enrol-answer.ts';
import { findEnrolment } from './enrolment.ts';
import { issueLease } from './gate.ts';
import type { LeaseKey } from './lease.ts';
import { isPin, type PinCost } from './pin.ts';
import { createPinLedger, type PinLedger } from './pin-ledger.ts';

export interface EnrolOptions {
  readonly storage: Storage;
  readonly org: string;
  readonly key: LeaseKey;
  readonly clock: () => number;
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Uint8Array;
  readonly pinCost?: PinCost;
}

export interface Enrolment {
  enrol(request: EnrolRequest): Promise<Enrolled | EnrolRefused>;
  /** The same person again, or another one on the same laptop, for a fresh lease. */
  signIn(request: SignInRequest): Promise<Enrolled | EnrolRefused>;
  /** In a demo anybody may be anybody: no code, any PIN. */
  enrolDemo(request: DemoRequest): Promise<Enrolled | EnrolRefused>;
  /** Who may be chosen in a demo; empty otherwise. */
  demoPeople(): readonly { readonly person: PersonId; readonly name: string; readonly role: Role }[];
}

export function createEnrolment(options: EnrolOptions): Enrolment {
  const { storage, org } = options;
  const { directory } = storage;
  const pins = createPinLedger({ ...options, directory });
  const desk: Desk = { ...options, pins, active: (person) => active(options, person) };
  const isDemo = (): boolean => directory.organisation()?.demo === true;
  return {
    enrol: (request) => enrolWithCode(desk, request),
    async signIn(request) {
      const laptop = directory.device(org, request.device);
      if (!laptop || laptop.revokedAt !== null) return refused('noSuchDevice');
      if (!verifySignature(laptop.publicKey, signInText(request), request.signature)) return refused('noSuchDevice');
      const account = desk.active(request.person);
      if (!account || account.pin === null) return refused('noSuchPerson');
      const wrong = isDemo() ? null : await pins.check(account, request.pin);
      return wrong ? refused(wrong.problem, wrong.comeBackMs) : entered(desk, laptop.device, account);
    },
    async enrolDemo(request) {
      if (!isDemo()) return refused('notADemo');
      if (!isDeviceKey(request.publicKey)) return refused('badKey');
      const account = desk.active(request.person);
      if (!account) return refused('noSuchPerson');
      if (!isPin(request.pin)) return refused('badPin');
      await pins.keep(account.person, request.pin);
      return entered(desk, addLaptop(desk, account, request, 'Demo laptop'), account);
    },
    demoPeople() {
      if (!isDemo()) return [];
      const here = directory.accounts(org).filter((a) => a.disabledAt === null);
      return here.map(({ person, name, role }) => ({ person, name, role }));
    },
  };
}

interface Desk extends EnrolOptions {
  readonly pins: PinLedger;
  active(person: PersonId): Account | null;
}

async function enrolWithCode(desk: Desk, request: EnrolRequest): Promise<Enrolled | EnrolRefused> {
  const { org, clock, pins } = desk;
  const { directory } = desk.storage;
  if (!isDeviceKey(request.publicKey)) return refused('badKey');
  const found = findEnrolment(directory.enrolments(org), request.code, clock());
  if (typeof found === 'string') return refused(found);
  const account = desk.active(found.person);
  if (!account) return refused('noSuchPerson');
  const wrong = await pins.check(account, request.pin);
  if (wrong) return refused(wrong.problem, wrong.comeBackMs);
  await pins.keep(account.person, request.pin);
  // Looked up once more, and from here on without waiting: of two laptops with one code only one may pass.
  const still = findEnrolment(directory.enrolments(org), request.code, clock());
  if (typeof still === 'string') return refused(still);
  const device = addLaptop(desk, account, request, found.deviceName);
  if (directory.useEnrolment(org, found.codeHash, device)) return entered(desk, device, account);
  directory.revoke(org, device, clock());
  return refused('codeUsed');
}

function addLaptop(
  { storage, org, clock }: Desk,
  account: Account,
  request: Pick<EnrolRequest, 'publicKey' | 'deviceName'>,
  otherwise: string,
): DeviceNo {
  const device = storage.directory.addDevice(org, {
    name: request.deviceName.trim().slice(0, 120) || otherwise,
    publicKey: request.publicKey,
    epoch: FIRST_EPOCH,
    person: account.person,
    enrolledAt: clock(),
    revokedAt: null,
    lastSeenAt: null,
    app: null,
  });
  storage.directory.setView(org, device, account.sites, storage.head(org).position);
  return device;
}

function entered(desk: Desk, device: DeviceNo, account: Account): Enrolled {
  const { org } = desk;
  const { directory } = desk.storage;
  return {
    ok: true,
    org,
    organisation: directory.organisation()?.name ?? org,
    device,
    epoch: directory.device(org, device)?.epoch ?? FIRST_EPOCH,
    person: account.person,
    name: account.name,
    role: account.role,
    lease: issueLease({ ...desk, directory }, device, account),
  };
}

function active({ storage, org }: EnrolOptions, person: PersonId): Account | null {
  const account = storage.directory.account(org, person);
  return account && account.disabledAt === null ? account : null;
}
