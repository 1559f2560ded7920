/** A hello, answered (W-1, H-1): who is there is proved by the device's signature, who works there by the lease. */
import type { DeviceNo, Epoch, PersonId, RecordId } from '../../domain/ids.ts';
import { helloText, type Goodbye, type Hello, type Welcome } from '../../protocol/wire/hello.ts';
import { WIRE } from '../../protocol/wire/version.ts';
import { withoutPeaks } from '../audit/checkpoint.ts';
import { findShared } from './find-shared.ts';
import type { LeaseClaims, SessionPorts } from './ports.ts';
import { safePosition } from './safe-position.ts';
import { sealedMark } from './sealed-mark.ts';

export interface Greeted {
  readonly device: DeviceNo;
  /** What the hello named, or what was granted on this connection since. */
  epoch: number;
  readonly person: PersonId;
  readonly publicKey: string;
  readonly sites: readonly RecordId[] | null;
  readonly siteSet: ReadonlySet<string> | null;
  /** False when the lease is over: work is taken, nothing is sent (H-2). */
  readonly mayRead: boolean;
  readonly position: number;
}

/** Bytes of changes that a console may have in flight. */
const GRANT_BYTES = 512 * 1024;

type Answer = { readonly goodbye: Goodbye } | { readonly greeted: Greeted; readonly welcome: Welcome };

export function greet(ports: SessionPorts, nonce: string, hello: Hello): Answer {
  const { newest, oldest } = ports.wire ?? WIRE;
  if (hello.protocol < oldest) return goodbye('tooOld', 'this version of the app is too old for the server');
  if (hello.protocol > newest)
    return goodbye('tooNew', 'the server is older than this app; it will be tried again later');
  if (hello.org !== ports.org) return goodbye('wrongOrganisation', 'this server belongs to another organisation');
  const busy = ports.busy();
  if (busy) return goodbye('busy', 'the server is busy', busy.comeBackMs);
  const { directory } = ports.storage;
  const device = directory.device(ports.org, hello.device as DeviceNo);
  if (!device || device.revokedAt !== null) return goodbye('notEnrolled', 'this laptop is not enrolled here');
  const { signature, ...signed } = hello;
  if (!ports.gate.verify(device.publicKey, helloText(nonce, signed), signature)) {
    return goodbye('notEnrolled', 'the laptop could not prove who it is');
  }
  const lease = ports.gate.readLease(hello.lease);
  if (!lease || lease.device !== device.device) return goodbye('expired', 'sign in again');
  return welcome(ports, hello, device.device, device.publicKey, lease);
}

function welcome(ports: SessionPorts, hello: Hello, device: DeviceNo, publicKey: string, lease: LeaseClaims): Answer {
  const { directory } = ports.storage;
  const now = ports.clock();
  const account = directory.account(ports.org, lease.person);
  const mayRead = account !== undefined && account.disabledAt === null && lease.expiresAt > now;
  const sites = ports.gate.sitesOf(lease.person);
  const { head, common } = findShared(ports, hello);
  directory.heard(ports.org, device, now, hello.app);
  remember(ports, hello, lease);
  directory.setView(ports.org, device, sites, head.position);
  const mark = ports.storage.seen(ports.org, device, hello.epoch);
  const isPastHalf = now > (lease.issuedAt + lease.expiresAt) / 2;
  return {
    greeted: {
      device,
      epoch: hello.epoch,
      person: lease.person,
      publicKey,
      sites,
      siteSet: sites && new Set(sites),
      mayRead,
      position: head.position,
    },
    welcome: {
      k: 'welcome',
      incarnation: head.incarnation,
      position: head.position,
      mark: sealedMark(ports, head),
      common,
      safePosition: safePosition(ports, head),
      highWater: mark?.highWater ?? 0,
      above: [...(mark?.above ?? [])],
      chain: mark?.chain ?? '',
      epoch: directory.newestEpoch(ports.org, device),
      sites: sites && [...sites],
      grantBytes: GRANT_BYTES,
      serverTime: now,
      mayRead,
      lease: mayRead && isPastHalf ? ports.gate.renewLease(device, lease.person) : null,
      ...toldCheckpoint(ports),
    },
  };
}

/**
 * What a restored server forgot and a laptop can prove: the epoch that it works under, and that the person was given a
 * lease here. Work made under either is not refused for that (W-12, Q-7).
 */
function remember({ storage, org }: SessionPorts, hello: Hello, lease: LeaseClaims): void {
  const { directory } = storage;
  const known = directory.grant(org, lease.device);
  if (!known) return;
  if (hello.epoch > known.epoch) directory.claimEpoch(org, lease.device, hello.epoch as Epoch);
  const { person, role, issuedAt, expiresAt } = lease;
  if (known.leases.some((l) => l.person === person && l.role === role)) return;
  directory.addLease(org, lease.device, { person, role, issuedAt, expiresAt });
}

/** The newest one, for the laptop to keep. */
function toldCheckpoint({ audit, storage, org }: SessionPorts): Pick<Welcome, 'checkpoint'> {
  const last = audit && storage.checkpoints.last(org);
  return last ? { checkpoint: { ...withoutPeaks(last), key: audit.key.publicKey } } : {};
}

function goodbye(reason: Goodbye['reason'], words: string, comeBackMs: number | null = null): Answer {
  return { goodbye: { k: 'goodbye', reason, words, comeBackMs } };
}
