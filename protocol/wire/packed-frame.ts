/**
 * Frames to bytes (performance.md: tiny messages need no compression; zstd-1 costs less than it saves from a few hundred
 * bytes on). First byte: 0 as it is, 1 zstd. The size after unpacking is capped before anything is allocated (W-10).
 * Text and compression are the platform's, given by the composition root of each end.
 */
import { FrameFault, type Packer } from './frame.ts';

export interface Codec {
  /** UTF-8. */
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
  /** zstd, level 1. */
  compress(bytes: Uint8Array): Uint8Array;
  /** @throws RangeError beyond `maxBytes`, any other error when it is not zstd. */
  decompress(bytes: Uint8Array, maxBytes: number): Uint8Array;
}

const WORTH_IT_BYTES = 256;
const PLAIN = 0;
const ZSTD = 1;

export function packerOf(codec: Codec): Packer {
  return {
    pack(text) {
      const plain = codec.encode(text);
      const isPacked = plain.length >= WORTH_IT_BYTES;
      const body = isPacked ? codec.compress(plain) : plain;
      const frame = new Uint8Array(body.length + 1);
      frame[0] = isPacked ? ZSTD : PLAIN;
      frame.set(body, 1);
      return frame;
    },
    unpack(bytes, maxBytes) {
      const body = bytes.subarray(1);
      if (bytes[0] === PLAIN && bytes.length > 1) return codec.decode(body);
      if (bytes[0] !== ZSTD) throw new FrameFault('notAFrame', 'these bytes are not a frame');
      return codec.decode(decompressed(codec, body, maxBytes));
    },
  };
}

function decompressed(codec: Codec, body: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return codec.decompress(body, maxBytes);
  } catch (error) {
    if (error instanceof RangeError) throw new FrameFault('tooLarge', 'the frame would unpack to too much');
    throw new FrameFault('notAFrame', 'these bytes are not a frame');
  }
}
