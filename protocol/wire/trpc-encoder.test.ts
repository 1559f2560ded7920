import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryEncoder } from './trpc-encoder.ts';

const bytes = fc.uint8Array({ maxLength: 40 });
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0001', '\u00010', '\u00011', '\u0001\u0001', '\u00010x', '\u00019999', '\u0001\u00010'),
);
const plain = fc.oneof(fc.constantFrom(null, true, 0, -1.5, 2 ** 53 - 1), text);
const envelope = fc.letrec((tie) => ({
  leaf: fc.oneof(plain, bytes),
  any: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
  ),
})).any;

/** The same, with every kind of bytes as a plain Uint8Array. */
function asBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(asBytes);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asBytes(v)]));
}

/** Name of the error that reading throws; null: it is an envelope. */
function faultOf(data: Uint8Array): string | null {
  try {
    binaryEncoder.decode(data);
    return null;
  } catch (error) {
    return error instanceof Error ? error.name : 'not an error';
  }
}

describe('envelopes in binary', () => {
  it('[W-11] any envelope with any number of frames arrives as it left', () => {
    fc.assert(
      fc.property(envelope, (data) => {
        expect(asBytes(binaryEncoder.decode(binaryEncoder.encode(data)))).toEqual(asBytes(data));
      }),
      { numRuns: 400 },
    );
  });

  it('several calls in one message keep their own frames, whatever they lie in', () => {
    const frames = [Uint8Array.of(1, 2, 3), new Uint8Array(0), Uint8Array.of(255)];
    const calls = frames.map((input, id) => ({ id, method: 'mutation', params: { path: 'link.send', input } }));
    const sent = binaryEncoder.encode(calls);
    const inside = new Uint8Array(sent.length + 7);
    inside.set(sent, 5);
    for (const data of [sent, sent.buffer, inside.subarray(5, 5 + sent.length)]) {
      expect(asBytes(binaryEncoder.decode(data))).toEqual(asBytes(calls));
    }
  });

  it('[W-11] a Buffer is bytes too, though it would turn itself into JSON', () => {
    expect(asBytes(binaryEncoder.decode(binaryEncoder.encode({ input: Buffer.from('frame') })))).toEqual({
      input: [...Buffer.from('frame')],
    });
  });

  it('the header is ASCII, so that one byte is one character', () => {
    const sent = binaryEncoder.encode({ name: 'Müller 漢 😀 \ud800', frame: Uint8Array.of(200) });
    const length = new DataView(sent.buffer).getUint32(0);
    expect(sent.subarray(4, 4 + length).every((b) => b < 128)).toBe(true);
    expect(sent.length).toBe(4 + length + 1);
  });

  it('takes text as JSON, as tRPC sends it without an encoder', () => {
    expect(binaryEncoder.decode('{"id":1}')).toEqual({ id: 1 });
    expect(() => binaryEncoder.decode('{')).toThrow(SyntaxError);
  });

  const withHeader = (header: string, ...rest: readonly number[]): Uint8Array => {
    const out = new Uint8Array(4 + header.length + rest.length);
    new DataView(out.buffer).setUint32(0, header.length);
    out.set(Buffer.from(header, 'latin1'), 4);
    out.set(rest, 4 + header.length);
    return out;
  };

  it.each([
    ['nothing', new Uint8Array(0)],
    ['half a length', Uint8Array.of(0, 0, 1)],
    ['a length beyond the end', Uint8Array.of(255, 255, 255, 255, 1)],
    ['no header', Uint8Array.of(0, 0, 0, 0)],
    ['no JSON', withHeader('[[],{]')],
    ['no list of lengths', withHeader('{"a":1}')],
    ['a negative length', withHeader('[[-1],"\\u00010"]', 1)],
    ['half a byte', withHeader('[[0.5],"\\u00010"]', 1)],
    ['a length in words', withHeader('[["1"],"\\u00010"]', 1)],
    ['more bytes than there are', withHeader('[[2],"\\u00010"]', 1)],
    ['a frame that is not there', withHeader('[[1],"\\u00011"]', 1)],
    ['a frame without a number', withHeader('[[1],"\\u0001x"]', 1)],
    ['a frame before the first', withHeader('[[1],"\\u0001-1"]', 1)],
  ])('[W-10] %s is an error of a kind that the transport expects', (_what, data) => {
    expect(faultOf(data)).toMatch(/^(SyntaxError|RangeError)$/);
  });

  it('[W-10] bent bytes are an envelope or such an error, and nothing is read beyond the message', () => {
    fc.assert(
      fc.property(
        envelope,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(),
        (data, bends, cut) => {
          const sent = binaryEncoder.encode(data);
          for (const [at, byte] of bends) sent[at % sent.length] = byte;
          const whole = new Uint8Array(sent.length + 64).fill(7);
          whole.set(sent);
          const message = whole.subarray(0, cut % 3 === 0 ? cut % sent.length : sent.length);
          expect(faultOf(message) ?? 'SyntaxError').toMatch(/^(SyntaxError|RangeError)$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
