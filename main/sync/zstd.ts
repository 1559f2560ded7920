/**
 * Frames to bytes (performance.md: tiny messages need no compression; zstd-1 costs less than it saves from a few hundred
 * bytes on). First byte: 0 as it is, 1 zstd. The size after unpacking is capped before anything is allocated (W-10).
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { FrameFault, type Packer } from '../../protocol/wire/frame.ts';

const WORTH_IT_BYTES = 256;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export const zstdPacker: Packer = {
  pack(text) {
    const plain = Buffer.from(text, 'utf8');
    const isPacked = plain.length >= WORTH_IT_BYTES;
    const body = isPacked ? zstdCompressSync(plain, LEVEL) : plain;
    const frame = new Uint8Array(body.length + 1);
    frame[0] = isPacked ? 1 : 0;
    frame.set(body, 1);
    return frame;
  },
  unpack(bytes, maxBytes) {
    const body = bytes.subarray(1);
    if (bytes[0] === 0 && bytes.length > 1)
      return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    if (bytes[0] !== 1) throw new FrameFault('notAFrame', 'these bytes are not a frame');
    try {
      return zstdDecompressSync(body, { maxOutputLength: maxBytes }).toString('utf8');
    } catch (error) {
      const tooLarge = error instanceof RangeError;
      throw new FrameFault(
        tooLarge ? 'tooLarge' : 'notAFrame',
        tooLarge ? 'the frame would unpack to too much' : 'these bytes are not a frame',
      );
    }
  },
};
