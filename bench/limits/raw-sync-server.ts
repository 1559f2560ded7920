/**
 * The other end of `raw-sync.ts`, in a process of its own: rows of one table as zstd'd JSON in pieces of 2,000, and
 * nothing else. FILE is made by `writeRows` there.
 */
import { constants, zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { WebSocketServer } from 'ws';

const PIECE = 2_000;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const db = new Database(process.argv[2] ?? '', { readonly: true });
const rows = db.prepare('SELECT * FROM job').raw();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', () => {
    const all = rows.all();
    for (let at = 0; at < all.length; at += PIECE) {
      const piece = { rows: all.slice(at, at + PIECE), last: at + PIECE >= all.length };
      socket.send(zstdCompressSync(Buffer.from(JSON.stringify(piece)), LEVEL));
    }
  });
});
server.on('listening', () => {
  const address = server.address();
  process.send?.({ url: `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
});
process.once('disconnect', () => process.exit());
process.once('message', () => {
  for (const socket of server.clients) socket.terminate();
  server.close(() => process.disconnect());
});
