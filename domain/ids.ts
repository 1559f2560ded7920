/**
 * The names of things. Every id is text with a brand, so that a device number can never be handed in where a record
 * is meant. A change is named by (device, epoch, sequence); a record by the change that created it and its place in
 * that change, so that "who created this?" needs no look-up (SAVE-4).
 */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Number the server gave a laptop at enrolment. 0 is the server itself, 1 the operator's imports. */
export type DeviceNo = Branded<number, 'DeviceNo'>;
/** Generation of a device's sequence numbers; a cloned or restored laptop gets a new one. Starts at 1. */
export type Epoch = Branded<number, 'Epoch'>;
/** Position of a change in its device's epoch, contiguous from 1. */
export type Sequence = Branded<number, 'Sequence'>;
/** `device.epoch.sequence`, decimal, for example `12.1.345`. */
export type ChangeId = Branded<string, 'ChangeId'>;
/** Sortable text `ddddd-ee-ssssss-nn` in base 36: device, epoch, sequence of the creating change, place in it. */
export type RecordId = Branded<string, 'RecordId'>;
/** A person is a record of the collection `person`. */
export type PersonId = RecordId;
/** Place in the organisation's log on the server, contiguous from 1; 0 is "nothing yet". */
export type Position = Branded<number, 'Position'>;
/** One tap on Save: `device.epoch.first sequence`. */
export type SaveId = Branded<string, 'SaveId'>;

export const SERVER_DEVICE = 0 as DeviceNo;
export const IMPORT_DEVICE = 1 as DeviceNo;
export const FIRST_CONSOLE_DEVICE = 2 as DeviceNo;
export const FIRST_EPOCH = 1 as Epoch;
export const NO_POSITION = 0 as Position;

export interface ChangeParts {
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  readonly seq: Sequence;
}
export interface RecordParts extends ChangeParts {
  readonly n: number;
}

export function changeId(device: number, epoch: number, seq: number): ChangeId {
  return `${device}.${epoch}.${seq}` as ChangeId;
}

const CHANGE_TEXT = /^(\d{1,8})\.(\d{1,4})\.(\d{1,10})$/;

/** Parts of a change id, or null when the text is not one. */
export function parseChangeId(text: string): ChangeParts | null {
  const m = CHANGE_TEXT.exec(text);
  if (!m) return null;
  return { device: Number(m[1]) as DeviceNo, epoch: Number(m[2]) as Epoch, seq: Number(m[3]) as Sequence };
}

const RECORD_TEXT = /^[0-9a-z]{5}-[0-9a-z]{2}-[0-9a-z]{6}-[0-9a-z]{2}$/;
const WIDTHS = { device: 5, epoch: 2, seq: 6, n: 2 } as const;
const pad = (value: number, width: number): string => value.toString(36).padStart(width, '0');

/** @throws RangeError when a part does not fit its width: a bug, or a device that saved 2 billion times. */
export function recordId(device: number, epoch: number, seq: number, n: number): RecordId {
  const text = `${pad(device, WIDTHS.device)}-${pad(epoch, WIDTHS.epoch)}-${pad(seq, WIDTHS.seq)}-${pad(n, WIDTHS.n)}`;
  if (!isRecordId(text)) throw new RangeError(`record id out of range: ${device}.${epoch}.${seq}.${n}`);
  return text;
}

export function isRecordId(text: string): text is RecordId {
  return RECORD_TEXT.test(text);
}

/** Parts of a record id, or null when the text is not one. */
export function parseRecordId(text: string): RecordParts | null {
  if (!RECORD_TEXT.test(text)) return null;
  return {
    device: Number.parseInt(text.slice(0, 5), 36) as DeviceNo,
    epoch: Number.parseInt(text.slice(6, 8), 36) as Epoch,
    seq: Number.parseInt(text.slice(9, 15), 36) as Sequence,
    n: Number.parseInt(text.slice(16, 18), 36),
  };
}

/** The change that created a record. @throws TypeError when the text is no record id. */
export function creatorOf(record: RecordId): ChangeId {
  const p = parseRecordId(record);
  if (!p) throw new TypeError(`not a record id: ${record}`);
  return changeId(p.device, p.epoch, p.seq);
}
