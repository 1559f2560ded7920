import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_ENVELOPE_BYTES } from '../../protocol/wire/limits.ts';
import { binaryEncoder } from '../../protocol/wire/trpc-encoder.ts';
import { JOB } from '../../tests/support/hospital.ts';
import { Team } from '../../tests/support/team.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

async function raw(headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${team.url.replace('http', 'ws')}/link`, { headers, perMessageDeflate: false });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.once('open', () => resolve());
    socket.once('close', () => resolve());
  });
  return socket;
}
const gone = (socket: WebSocket) =>
  socket.readyState === WebSocket.CLOSED
    ? Promise.resolve()
    : new Promise<void>((resolve) => void socket.once('close', () => resolve()));
const call = (id: number, path: string, input: unknown, method = 'mutation') =>
  binaryEncoder.encode({ id, jsonrpc: '2.0', method, params: { path, input } });

/** Somebody else's save still arrives. */
async function othersWork(): Promise<'arrived'> {
  const ana = team.consoles[0] ?? (await team.join('ana'));
  ana.save(null, 'note.entry', { workOrder: JOB, text: 'still here' });
  await team.settled();
  return 'arrived';
}

describe('[W-10] over real sockets', () => {
  it('[W-10] a page of another origin gets nothing', async () => {
    const socket = await raw({ origin: 'https://evil.example' });
    expect(socket.readyState).not.toBe(WebSocket.OPEN);
    expect(await othersWork()).toBe('arrived');
  });

  it('[W-10] a message of more than the transport takes ends that connection alone', async () => {
    await othersWork();
    const socket = await raw();
    socket.send(Buffer.alloc(MAX_ENVELOPE_BYTES + 1));
    await gone(socket);
    expect(await othersWork()).toBe('arrived');
  });

  it.each([
    ['bytes', Buffer.from([1, 2, 3])],
    ['text', 'hello?'],
    ['a header that is no JSON', Buffer.concat([Buffer.from([0, 0, 0, 3]), Buffer.from('{{{')])],
    ['a header without end', Buffer.from([255, 255, 255, 255, 1])],
    ['an envelope of nothing', binaryEncoder.encode(null)],
    ['a list of nonsense', binaryEncoder.encode([1, 'two', null, {}])],
    ['a call of nothing', call(1, 'no.such.thing', {})],
    ['a frame that is none', call(1, 'link.send', 'text')],
    ['too much on one door', call(1, 'account.enrol', { code: 'x'.repeat(10_000) })],
  ] as const)('[W-10] garbage in the transport (%s) harms nobody', async (_what, message) => {
    await othersWork();
    const socket = await raw();
    for (let i = 0; i < 5; i++) socket.send(message);
    await othersWork();
    socket.close();
    await gone(socket);
    expect(await othersWork()).toBe('arrived');
  });

  it('[W-10] frames of somebody who never opened a link are refused, then the connection ends', async () => {
    const socket = await raw();
    for (let i = 0; i < 20; i++) socket.send(call(i, 'link.send', new Uint8Array([9, 9, 9])));
    await gone(socket);
    expect(await othersWork()).toBe('arrived');
  });
});
