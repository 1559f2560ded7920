/** The console's codec for frames: Node's own zstd and UTF-8. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { packerOf } from '../../protocol/wire/packed-frame.ts';

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export const zstdPacker = packerOf({
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
  compress: (bytes) => zstdCompressSync(bytes, LEVEL),
  decompress: (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength }),
});
