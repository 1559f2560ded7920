/** A hello, answered (W-1, H-1): who is there is proved by the device's signature, who works there by the lease. */
import type { DeviceNo, PersonId, RecordId } from '../../domain/ids.ts';
import { helloText, type Goodbye, type Hello, type Welcome } from '../../protocol/wire/hello.ts';
import { OLDEST_SERVED, PROTOCOL_VERSION } from '../../protocol/wire/version.ts';
import type { LeaseClaims, SessionPorts } from './ports.ts';

export interface Greeted {
  readonly device: DeviceNo;
  readonly epoch: number;
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
  if (hello.protocol < OLDEST_SERVED) return goodbye('tooOld', 'this version of the app is too old for the server');
  if (hello.protocol > PROTOCOL_VERSION)
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
  const head = ports.storage.head(ports.org);
  directory.heard(ports.org, device, now, hello.app);
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
      safePosition: head.safePosition,
      highWater: mark?.highWater ?? 0,
      above: [...(mark?.above ?? [])],
      chain: mark?.chain ?? '',
      sites: sites && [...sites],
      grantBytes: GRANT_BYTES,
      serverTime: now,
      mayRead,
      lease: mayRead && isPastHalf ? ports.gate.renewLease(device, lease.person) : null,
    },
  };
}

function goodbye(reason: Goodbye['reason'], words: string, comeBackMs: number | null = null): Answer {
  return { goodbye: { k: 'goodbye', reason, words, comeBackMs } };
}
