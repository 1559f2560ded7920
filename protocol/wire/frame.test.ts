import { describe, expect, it } from 'vitest';
import { FrameFault, frameText, readFrameText, type Packer } from './frame.ts';
import { MAX_FRAME_BYTES, MAX_UNPACKED_BYTES } from './limits.ts';
import { readDown, readUp } from './messages.ts';

const packer: Packer = {
  pack: (text) => new TextEncoder().encode(text),
  unpack: (bytes) => new TextDecoder().decode(bytes),
};
const frame = (text: string): Uint8Array => packer.pack(text);
const faultOf = (read: () => unknown): FrameFault => {
  try {
    read();
  } catch (error) {
    if (error instanceof FrameFault) return error;
    throw error;
  }
  throw new Error('no fault');
};

describe('a frame', () => {
  it.each([[[]], [['']], [['{"parts":{}}']], [['a', '', 'b']], [['\u2028', 'ü', '{"text":"a\\nb"}']]])(
    '[W-11] carries the lines %j behind its message',
    (lines) => {
      const head = { k: 'delta', text: 'two\nlines' };
      expect(readFrameText(frameText(head, lines))).toEqual({ head, lines });
    },
  );

  it.each(['', '{', 'null,', '\u0000', '{"k":"ping"', '\n{"k":"ping","ping":1}'])('[W-10] %j is no message', (text) => {
    expect(faultOf(() => readFrameText(text)).kind).toBe('notAMessage');
  });
});

describe('reading a message', () => {
  it('tells messages apart by their kind and hands over the lines', () => {
    expect(readUp(packer, frame('{"k":"ping","ping":3}\nline'))).toEqual({
      message: { k: 'ping', ping: 3 },
      lines: ['line'],
    });
    expect(readDown(packer, frame('{"k":"pong","ping":3}')).message).toEqual({ k: 'pong', ping: 3 });
  });

  it.each([
    ['a message of the other direction', '{"k":"pong","ping":3}'],
    ['an unknown kind', '{"k":"drop"}'],
    ['no kind', '{"ping":3}'],
    ['a field too many', '{"k":"ping","ping":3,"more":1}'],
    ['a field too few', '{"k":"ping"}'],
    ['a value of another kind', '{"k":"ping","ping":"3"}'],
    ['a number that is too small', '{"k":"ping","ping":-1}'],
    ['a number that is none', '{"k":"ping","ping":1e999}'],
    ['a bare value', '3'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a prototype for a kind', '{"k":"__proto__"}'],
    ['a key that pollutes', '{"k":"ping","ping":1,"__proto__":{"polluted":true}}'],
  ])('[W-10] %s is a typed fault', (_what, text) => {
    const fault = faultOf(() => readUp(packer, frame(text)));
    expect(fault.kind).toBe('notAMessage');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('[W-10] a frame beyond the limit is turned away before anybody unpacks it', () => {
    const asleep: Packer = {
      pack: packer.pack,
      unpack: () => {
        throw new Error('unpacked');
      },
    };
    expect(faultOf(() => readUp(asleep, new Uint8Array(MAX_FRAME_BYTES + 1))).kind).toBe('tooLarge');
    expect(() => readUp(asleep, new Uint8Array(MAX_FRAME_BYTES))).toThrow('unpacked');
  });

  it('[W-10] the packer is told how much may come out of a frame', () => {
    let limit = 0;
    const noting: Packer = {
      pack: packer.pack,
      unpack: (bytes, maxBytes) => {
        limit = maxBytes;
        return packer.unpack(bytes, maxBytes);
      },
    };
    readUp(noting, frame('{"k":"ping","ping":3}'));
    expect(limit).toBe(MAX_UNPACKED_BYTES);
  });

  it.each([100, 10_000, 100_000])(
    '[W-10] %d levels of lists, or of objects, are a typed fault and no end of the stack',
    (levels) => {
      const lists = `${'['.repeat(levels)}${']'.repeat(levels)}`;
      const objects = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
      for (const values of [lists, objects]) {
        const push = `{"k":"push","batch":1,"values":[${values}]}`;
        expect(faultOf(() => readUp(packer, frame(push))).kind).toBe('notAMessage');
      }
    },
  );

  it('[W-10] the words of a fault fit into a message, however long the fault is', () => {
    const text = JSON.stringify({ k: 'ping', ping: 1, [`x${'y'.repeat(5_000)}`]: 1 });
    expect(faultOf(() => readUp(packer, frame(text))).message.length).toBeLessThanOrEqual(400);
  });
});
