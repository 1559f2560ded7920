import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { until } from '../../tests/support/wait.ts';
import { PIECE_BYTES, PiecewiseSocket } from './piecewise-socket.ts';

let server: WebSocketServer;
afterEach(() => server.close());

it('[N-5] a large message arrives as one, and the far end’s word on each piece comes back', async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const heard: Buffer[] = [];
  let pings = 0;
  server.on('connection', (peer) => {
    peer.on('message', (message: Buffer) => heard.push(message));
    peer.on('ping', () => (pings += 1));
  });
  await new Promise<void>((resolve) => void server.once('listening', () => resolve()));
  const socket = new PiecewiseSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {});
  await new Promise<void>((resolve) => void socket.once('open', () => resolve()));
  const before = socket.received();
  const large = new Uint8Array(10 * PIECE_BYTES + 1).map((_, i) => i % 251);
  socket.send(large);
  socket.send(new Uint8Array([1, 2, 3]));
  socket.send('text');
  await until('all came', () => heard.length === 3);
  await until('each piece was answered', () => pings === 11 && socket.received() > before);
  expect(heard[0]?.equals(Buffer.from(large))).toBe(true);
  expect([heard[1]?.length, heard[2]?.toString()]).toEqual([3, 'text']);
  socket.terminate();
});
