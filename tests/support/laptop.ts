/**
 * A laptop as the server knows it: enrolled, with a key of its own and leases, writing changes by hand. For tests of the
 * server alone; a real console is in `console.ts`.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { changeText, type Change } from '../../domain/change/change.ts';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import {
  changeId,
  FIRST_EPOCH,
  recordId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Role } from '../../domain/schema/types.ts';
import { issueLease } from '../../server/auth/gate.ts';
import type { LeaseKey } from '../../server/auth/lease.ts';
import type { Storage } from '../../server/storage/contract/storage.ts';
import { schema, sha256 } from '../../server/compose.ts';
import { SAW_NOTHING, type Sketch } from './edits.ts';

export interface LaptopKey {
  readonly publicKey: string;
  sign(text: string): string;
}

export function makeKey(): LaptopKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
}

export interface Enrolling {
  readonly storage: Storage;
  readonly org: string;
  readonly leaseKey: LeaseKey;
  readonly clock: () => number;
}

/** Enrols without a PIN and without a network: the rows that enrolling would leave behind. */
export function enrolDirectly(
  ports: Enrolling,
  person: PersonId,
  publicKey: string,
): { device: DeviceNo; lease: string } {
  const { storage, org, clock } = ports;
  const { directory } = storage;
  const account = directory.account(org, person);
  if (!account) throw new Error(`nobody by the id ${person}`);
  const device = directory.addDevice(org, {
    name: 'laptop',
    publicKey,
    epoch: FIRST_EPOCH,
    person,
    enrolledAt: clock(),
    revokedAt: null,
    lastSeenAt: null,
    app: null,
  });
  directory.setView(org, device, account.sites, storage.head(org).position);
  return { device, lease: issueLease({ directory, org, key: ports.leaseKey, clock }, device, account) };
}

export class Laptop {
  readonly device: DeviceNo;
  readonly person: PersonId;
  readonly role: Role;
  readonly key: LaptopKey;
  readonly lease: string;
  epoch = FIRST_EPOCH as number;
  seq = 0;
  private readonly clock: () => number;

  constructor(ports: Enrolling, person: PersonId, role: Role) {
    this.key = makeKey();
    this.person = person;
    this.role = role;
    this.clock = ports.clock;
    const { device, lease } = enrolDirectly(ports, person, this.key.publicKey);
    this.device = device;
    this.lease = lease;
  }

  /** The next change of this laptop. */
  change(edits: readonly Sketch[], more: Partial<Change> = {}): Change {
    const seq = (more.seq ?? ++this.seq) as Sequence;
    const madeAt = more.madeAt ?? this.clock();
    let made = 0;
    return {
      device: this.device,
      epoch: this.epoch as Epoch,
      seq,
      save: changeId(this.device, this.epoch, seq) as string as SaveId,
      lane: 'normal',
      author: this.person,
      role: this.role,
      schema: schema.version,
      hlc: hlcFromMs(madeAt),
      madeAt,
      ...more,
      edits: edits.map((e) => ({
        ...e,
        saw: e.saw ?? SAW_NOTHING,
        record: e.record ?? recordId(this.device, this.epoch, seq, made++),
      })),
    };
  }
}

export function idOfChange(change: Change): ChangeId {
  return changeId(change.device, change.epoch, change.seq);
}

/** The first record of a change. */
export function recordOf(change: Change): RecordId {
  const first = change.edits[0];
  if (!first) throw new Error('a change without edits');
  return first.record;
}

export function hashOf(change: Change): string {
  return sha256(changeText(change));
}
