/**
 * Writers and record ids as numbers in columns: (device, epoch) pairs by number, sequences beside them. Imported records
 * share one pair, so a reference costs about two bytes.
 */
import {
  changeId,
  creatorOf,
  isRecordId,
  parseChangeId,
  parseRecordId,
  recordId,
  type ChangeId,
  type RecordId,
} from '../../domain/ids.ts';
import { FrameFault } from './frame.ts';

export class PrefixWriter {
  readonly list: [number, number][] = [];
  private readonly index = new Map<string, number>();

  of(device: number, epoch: number): number {
    const key = `${device}.${epoch}`;
    let at = this.index.get(key);
    if (at === undefined) {
      at = this.list.length;
      this.list.push([device, epoch]);
      this.index.set(key, at);
    }
    return at;
  }
}

/** Writers column: a code per edit, and the named ones in order of use. */
export class SeenWriter {
  readonly prefix: number[] = [];
  readonly seq: number[] = [];
  private readonly prefixes: PrefixWriter;

  constructor(prefixes: PrefixWriter) {
    this.prefixes = prefixes;
  }

  name(writer: ChangeId): void {
    const parts = parseChangeId(writer);
    if (!parts) throw new TypeError(`not a change id: ${writer}`);
    this.prefix.push(this.prefixes.of(parts.device, parts.epoch));
    this.seq.push(parts.seq);
  }
}

export class SeenReader {
  private at = 0;
  private readonly prefixes: readonly (readonly [number, number])[];
  private readonly prefix: readonly number[] | null;
  private readonly seq: readonly number[];

  constructor(
    prefixes: readonly (readonly [number, number])[],
    prefix: readonly number[] | null,
    seq: readonly number[],
  ) {
    this.prefixes = prefixes;
    this.prefix = prefix;
    this.seq = seq;
  }

  /** @throws FrameFault when the columns are shorter than the codes say. */
  next(): ChangeId {
    const i = this.at++;
    const seq = this.seq[i];
    const pair = this.prefixes[this.prefix?.[i] ?? 0];
    if (seq === undefined || pair === undefined)
      throw new FrameFault('notAMessage', 'a writer is missing from its column');
    return readChangeId(changeId(pair[0], pair[1], seq));
  }
}

export function recordParts(record: RecordId): {
  readonly device: number;
  readonly epoch: number;
  readonly seq: number;
  readonly n: number;
} {
  const parts = parseRecordId(record);
  if (!parts) throw new TypeError(`not a record id: ${record}`);
  return parts;
}

/** @throws FrameFault when the parts do not make a record id. */
export function recordFrom(pair: readonly [number, number] | undefined, seq: number | undefined, n: number): RecordId {
  if (!pair || seq === undefined) throw new FrameFault('notAMessage', 'a record id is missing from its column');
  try {
    return recordId(pair[0], pair[1], seq, n);
  } catch {
    throw new FrameFault('notAMessage', 'a record id is out of range');
  }
}

export function isCreator(writer: ChangeId, record: RecordId): boolean {
  return creatorOf(record) === writer;
}

/** @throws FrameFault when the text is not the id of a change. */
export function readChangeId(text: string): ChangeId {
  if (parseChangeId(text) === null) throw new FrameFault('notAMessage', 'not the id of a change');
  return text as ChangeId;
}

/** @throws FrameFault when the text is not the id of a record. */
export function readRecordId(text: string): RecordId {
  if (!isRecordId(text)) throw new FrameFault('notAMessage', 'not the id of a record');
  return text;
}
