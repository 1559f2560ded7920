/**
 * A port that swallows attempts to connect, as a firewall does: somebody listens and never accepts, and the queue of
 * those who wait is full, so that the kernel drops every further SYN without an answer. This is how Linux treats a full
 * queue; elsewhere such an attempt may be refused instead. No rights are needed.
 */
import { connect, type Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { Worker } from 'node:worker_threads';

export interface Swallower {
  close(): Promise<void>;
}

/** A loop that listens and then stands still for ever: nothing of it accepts. */
const STANDS_STILL = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer();
server.once('error', (error) => parentPort.postMessage(String(error)));
server.listen({ host: '127.0.0.1', port: workerData, backlog: 1 }, () => {
  parentPort.postMessage('listening');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;
/** A connection on this machine opens within a moment, or the queue is full. */
const FULL_AFTER_MS = 250;
const MOST_FILLERS = 16;

/** @throws Error when the port cannot be had. */
export async function swallowConnections(port: number): Promise<Swallower> {
  const worker = new Worker(STANDS_STILL, { eval: true, workerData: port });
  const said = await new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (said !== 'listening') throw new Error(`port ${port}: ${String(said)}`);
  const fillers: Socket[] = [];
  while (fillers.length < MOST_FILLERS && (await opens(port, fillers)));
  return {
    async close() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}

/** One more waits in the queue; false: there was no room. */
function opens(port: number, fillers: Socket[]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    fillers.push(socket);
    const full = setTimeout(() => resolve(false), FULL_AFTER_MS);
    socket.once('connect', () => {
      clearTimeout(full);
      resolve(true);
    });
    socket.on('error', () => undefined);
  });
}
