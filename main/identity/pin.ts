/**
 * The PIN at this laptop's door: a slow verifier kept in the replica, and a wait that grows with wrong tries. A wrong PIN
 * never erases anything.
 */
import { scryptSync, timingSafeEqual } from 'node:crypto';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { Replica } from '../replica/replica.ts';

const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 << 20 };
const FREE_TRIES = 4;
const LONGEST_WAIT_MS = 60_000;

interface KeptPin {
  readonly salt: string;
  readonly verifier: string;
}
interface Tries {
  readonly wrong: number;
  readonly waitUntil: number;
}

/** `salt`: 16 unguessable bytes. */
export function keepPin(replica: Replica, pin: string, salt: Buffer): void {
  const kept: KeptPin = { salt: salt.toString('base64'), verifier: scryptSync(pin, salt, 32, COST).toString('base64') };
  replica.transact('durable', () => {
    replica.writeMeta('pin', kept);
    replica.writeMeta('pinTries', { wrong: 0, waitUntil: 0 } satisfies Tries);
  });
}

/** @throws ConsoleFault wrongPin, with how long to wait after several wrong ones. */
export function checkPin(replica: Replica, pin: string, now: number): void {
  const kept = replica.readMeta('pin');
  if (!kept) throw fault('No PIN has been set on this laptop.', 'pin-none');
  const tries = replica.readMeta('pinTries') ?? { wrong: 0, waitUntil: 0 };
  if (tries.waitUntil > now && tries.waitUntil - now <= LONGEST_WAIT_MS) {
    throw fault(`Too many wrong tries. Wait ${Math.ceil((tries.waitUntil - now) / 1000)} seconds.`, 'pin-wait');
  }
  const given = scryptSync(pin, Buffer.from(kept.salt, 'base64'), 32, COST);
  if (timingSafeEqual(given, Buffer.from(kept.verifier, 'base64'))) {
    if (tries.wrong > 0) note(replica, { wrong: 0, waitUntil: 0 });
    return;
  }
  const wrong = tries.wrong + 1;
  const wait = wrong <= FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (wrong - FREE_TRIES));
  note(replica, { wrong, waitUntil: now + wait });
  throw fault('The PIN is not right.', 'pin-wrong');
}

function note(replica: Replica, tries: Tries): void {
  replica.transact('durable', () => replica.writeMeta('pinTries', tries));
}

function fault(words: string, code: string): ConsoleFault {
  return new ConsoleFault({ kind: 'wrongPin', words, field: 'pin', code });
}
