/**
 * How tRPC's envelopes travel over the WebSocket: one binary message made of a header and the frames as they are. JSON
 * would blow frames up by a third and cost two copies. tRPC may put several calls into one message, so there may be
 * several frames.
 *
 *   4 bytes: length of the header · header: JSON in ASCII, `[lengths of the frames, envelope]`, with `"\u0001n"` where
 *   frame n stands · the frames, one behind the other. Text that begins with `\u0001` has it doubled.
 */
const MARK = '\u0001';
const LENGTH_BYTES = 4;

export interface BinaryEncoder {
  encode(data: unknown): Uint8Array<ArrayBuffer>;
  decode(data: string | ArrayBuffer | Uint8Array): unknown;
}

export const binaryEncoder: BinaryEncoder = { encode, decode };

function encode(data: unknown): Uint8Array<ArrayBuffer> {
  const frames: Uint8Array[] = [];
  const envelope = JSON.stringify(data, function (this: Record<string, unknown>, key: string, said: unknown) {
    // What stands there, and not what it says of itself: a Buffer would turn into a list of numbers.
    const value = this[key];
    if (!(value instanceof Uint8Array)) return typeof said === 'string' && said.startsWith(MARK) ? MARK + said : said;
    frames.push(value);
    return `${MARK}${frames.length - 1}`;
  });
  const header = ascii(`[${JSON.stringify(frames.map((f) => f.length))},${envelope}]`);
  const size = frames.reduce((sum, f) => sum + f.length, LENGTH_BYTES + header.length);
  const out = new Uint8Array(size);
  new DataView(out.buffer).setUint32(0, header.length);
  for (let i = 0; i < header.length; i++) out[LENGTH_BYTES + i] = header.charCodeAt(i);
  let at = LENGTH_BYTES + header.length;
  for (const frame of frames) {
    out.set(frame, at);
    at += frame.length;
  }
  return out;
}

/** @throws SyntaxError, RangeError when it is not an envelope. */
function decode(data: string | ArrayBuffer | Uint8Array): unknown {
  if (typeof data === 'string') return JSON.parse(data);
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  if (bytes.length < LENGTH_BYTES) throw new RangeError('the envelope is cut short');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (bytes.length < LENGTH_BYTES + length) throw new RangeError('the envelope is cut short');
  let header = '';
  for (let i = LENGTH_BYTES; i < LENGTH_BYTES + length; i++) header += String.fromCharCode(bytes[i] as number);
  const frames: Uint8Array[] = [];
  const parsed: unknown = JSON.parse(header, (_key, value: unknown) => unmarked(value));
  if (!Array.isArray(parsed) || !Array.isArray(parsed[0])) throw new RangeError('not an envelope');
  let at = LENGTH_BYTES + length;
  for (const size of parsed[0] as readonly unknown[]) {
    if (!isCount(size) || at + size > bytes.length) throw new RangeError('a frame is cut short');
    frames.push(bytes.subarray(at, at + size));
    at += size;
  }
  return withFrames(parsed[1], frames);
}

class Mark {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

/** Text that begins like a mark travels with one more, so that no text is ever taken for a frame. */
function unmarked(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
  return value.startsWith(MARK, 1) ? value.slice(1) : new Mark(Number(value.slice(1) || 'none'));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function withFrames(value: unknown, frames: readonly Uint8Array[]): unknown {
  if (value instanceof Mark) {
    const frame = frames[value.index];
    if (!frame) throw new RangeError('a frame is missing');
    return frame;
  }
  if (Array.isArray(value)) return value.map((v) => withFrames(v, frames));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withFrames(v, frames)]));
}

/** JSON text with everything beyond ASCII escaped. */
function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
