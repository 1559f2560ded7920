/** Small honest pieces of state for the contract suite: what the sync code would hand to `transact`. */
import type { Hlc } from '../../../domain/clock/hlc.ts';
import {
  recordId,
  type DeviceNo,
  type Epoch,
  type Position,
  type RecordId,
  type Sequence,
} from '../../../domain/ids.ts';
import type { Effects, LogEntry, LoggedEdit, Receipt, SeenMark, StoredRecord } from './types.ts';
import type { Storage } from './storage.ts';

export const ORG = 'mercy';
export const DEVICE = 2 as DeviceNo;
export const EPOCH = 1 as Epoch;
export const PERSON = recordId(1, 1, 1, 0);
export const NORTH = recordId(1, 1, 10, 0);
export const SOUTH = recordId(1, 1, 11, 0);
export const EAST = recordId(1, 1, 12, 0);
export const HASH = 'ab'.repeat(32);
export const CHAIN = 'cd'.repeat(32);

export const pos = (n: number): Position => n as Position;
export const seq = (n: number): Sequence => n as Sequence;
/** The n-th record of the suite. */
export const id = (n: number): RecordId => recordId(DEVICE, EPOCH, n, 0);

export function record(n: number, at: number, more: Partial<StoredRecord> = {}): StoredRecord {
  return {
    id: id(n),
    collection: 'equipment',
    parent: null,
    site: null,
    k1: null,
    k2: null,
    sort: null,
    pos: pos(at),
    entered: pos(at),
    body: `{"identity":{"v":{"serial":"SN ${n}"},"w":["2.1.${n}"],"p":${at}}}`,
    digest: n,
    ...more,
  };
}

export function edit(n: number, more: Partial<LoggedEdit> = {}): LoggedEdit {
  return {
    record: id(n),
    collection: 'equipment',
    group: 'identity',
    value: { serial: `SN ${n}` },
    saw: null,
    ...more,
  };
}

export function entry(at: number, edits: readonly LoggedEdit[], more: Partial<LogEntry> = {}): LogEntry {
  return {
    pos: pos(at),
    kind: 'change',
    device: DEVICE,
    epoch: EPOCH,
    seq: seq(at),
    author: PERSON,
    role: 'technician',
    lane: 'normal',
    hlc: 8_000_000_000_000_123 as Hlc,
    madeAt: 1_790_000_000_000,
    receivedAt: 1_790_000_000_500,
    edits,
    outcome: null,
    hash: HASH,
    chain: CHAIN,
    ...more,
  };
}

export function receipt(at: number, more: Partial<Receipt> = {}): Receipt {
  return { device: DEVICE, epoch: EPOCH, seq: seq(at), pos: pos(at), hash: HASH, outcome: null, ...more };
}

export function mark(highWater: number, above: readonly number[] = []): SeenMark {
  return { device: DEVICE, epoch: EPOCH, highWater, above, chain: CHAIN };
}

export function effects(position: number, more: Partial<Effects> = {}): Effects {
  return {
    head: { position: pos(position), chain: CHAIN },
    log: [],
    records: [],
    receipts: [],
    seen: [],
    left: [],
    waitingAdded: [],
    waitingRemoved: [],
    digests: [],
    tallies: [],
    names: [],
    issuedAgain: [],
    ...more,
  };
}

/** Writes without asking. */
export async function write(storage: Storage, what: Effects): Promise<void> {
  await storage.transact(ORG, () => ({ effects: what, result: undefined }));
}

export function found(storage: Storage): void {
  storage.directory.createOrganisation(ORG, 'Mercy', false, 1_790_000_000_000, 'incarnation-1');
}
