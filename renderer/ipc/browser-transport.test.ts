import { expect, test } from 'vitest';
import { type BrowserDoor, browserTransport, takeToken } from './browser-transport.ts';

/** A socket that the test holds at both ends. */
class TestSocket extends EventTarget {
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.dispatchEvent(new Event('open'));
  }
  say(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
  close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

function page(token: string | null) {
  const sockets: TestSocket[] = [];
  const kept = new Map<string, string>();
  const pauses: { ms: number; run: () => void }[] = [];
  const heard: string[] = [];
  const door: BrowserDoor = {
    openSocket() {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    token,
    later: (ms, run) => void pauses.push({ ms, run }),
  };
  const transport = browserTransport(door);
  transport.start({
    up: () => heard.push('up'),
    down: () => heard.push('down'),
    refused: (words) => heard.push(`refused: ${words}`),
    message: (text) => heard.push(text),
  });
  return { sockets, kept, pauses, heard, transport, last: () => sockets.at(-1)! };
}

test('opens with the token, keeps the bearer, and opens with the bearer from then on', () => {
  const { last, kept, heard, pauses } = page('t0ken');
  last().open();
  expect(last().sent).toEqual([{ type: 'open', token: 't0ken' }]);
  last().say({ type: 'opened', bearer: 'b' });
  last().say({ type: 'end', id: 1 });
  expect(heard).toEqual(['up', '{"type":"end","id":1}']);
  expect([...kept.values()]).toEqual(['b']);
  last().close();
  pauses.at(-1)!.run();
  last().open();
  expect(last().sent).toEqual([{ type: 'open', bearer: 'b' }]);
});

test('tries again with growing pauses, and starts small again once it was in', () => {
  const { last, pauses, heard } = page('t');
  for (let attempt = 0; attempt < 7; attempt += 1) {
    last().close();
    pauses.at(-1)!.run();
  }
  expect(pauses.map(({ ms }) => ms)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  last().open();
  last().say({ type: 'opened', bearer: 'b' });
  last().close();
  expect(pauses.at(-1)!.ms).toBe(250);
  expect(heard).toEqual(['up', 'down']);
});

test('a refusal is final and forgets the bearer', () => {
  const { last, pauses, heard, kept, sockets } = page(null);
  kept.set('holdfast.bearer', 'old');
  last().open();
  expect(last().sent).toEqual([{ type: 'open', bearer: 'old' }]);
  last().say({ type: 'refused', words: 'Open Holdfast from its icon.' });
  last().close();
  expect(heard).toEqual(['refused: Open Holdfast from its icon.']);
  expect([kept.size, pauses.length, sockets.length]).toEqual([0, 0, 1]);
});

test('the token is taken out of the address, other addresses are left alone', () => {
  const replaced: unknown[] = [];
  const history = {
    replaceState: (_data: unknown, _title: string, url?: string | URL | null) => void replaced.push(url),
  };
  expect(takeToken({ hash: '#token=aB-9_', pathname: '/', search: '' }, history)).toBe('aB-9_');
  expect(replaced).toEqual(['/']);
  expect(takeToken({ hash: '#/work/token=1', pathname: '/', search: '' }, history)).toBeNull();
  expect(replaced).toHaveLength(1);
});
