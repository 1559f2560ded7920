// The browser shell's door, knocked on the way a hostile page or program would. Real sockets, no browser.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { takePort } from '../../main/shell/browser/http.ts';
import { type BrowserShell, startBrowserShell } from '../../main/shell/browser/shell.ts';
import { NOT_ADMITTED } from '../../main/shell/browser/sockets.ts';
import { listRendererFiles } from '../../main/shell/renderer-files.ts';
import { LARGEST_MESSAGE } from '../../protocol/ipc/wire.ts';
import { standInApi } from '../stand-in/console-api.ts';
import { freshFolder } from './fresh-folder.ts';

let shell: BrowserShell;
let port: number;
let profile: string;

beforeEach(async () => {
  profile = freshFolder('shell');
  const screens = join(profile, 'screens');
  mkdirSync(join(screens, 'assets'), { recursive: true });
  writeFileSync(join(screens, 'index.html'), '<!doctype html><title>Holdfast</title>');
  writeFileSync(join(screens, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(profile, 'secret.js'), 'not for pages');
  const local = await takePort(0);
  port = local.port;
  shell = startBrowserShell({
    local,
    files: listRendererFiles(screens)!,
    core: { api: standInApi().api },
    profileDir: profile,
    log: () => {},
    onNoWindow: () => {},
    onClosed: () => {},
  });
});
afterEach(() => shell.close());

const token = () => readFileSync(shell.wayIn.tokenFile, 'utf8');
const origin = () => `http://127.0.0.1:${port}`;

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

function get(path: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = options.host === undefined ? {} : { host: options.host };
    const asked = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });
}

interface Page {
  readonly socket: WebSocket;
  next(): Promise<{ type: string; bearer?: string; words?: string; data?: unknown }>;
  readonly closed: Promise<number>;
}

function page(options: { origin?: string; host?: string; path?: string } = {}): Promise<Page> {
  const headers = options.host === undefined ? {} : { host: options.host };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? '/ipc'}`, {
    origin: options.origin ?? origin(),
    headers,
  });
  const said: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    const first = waiting.shift();
    if (first === undefined) said.push(text);
    else first(text);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const next = async () => {
    const text = said.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
    return JSON.parse(text) as { type: string };
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ socket, next, closed }));
    socket.once('error', reject);
  });
}

async function open(secret: { token?: string; bearer?: string }) {
  const opened = await page();
  opened.socket.send(JSON.stringify({ type: 'open', ...secret }));
  return { ...opened, answer: await opened.next() };
}

describe('the token', () => {
  test('lets one page in, once, and is followed by a bearer that outlives a reload', async () => {
    const first = token();
    const { answer } = await open({ token: first });
    expect(answer.type).toBe('opened');
    expect((await open({ token: first })).answer.type).toBe('refused');
    const again = await open({ bearer: answer.bearer! });
    expect(again.answer).toEqual({ type: 'opened', bearer: answer.bearer });
    again.socket.send(JSON.stringify({ type: 'query', id: 1, path: 'settings.get' }));
    expect(await again.next()).toMatchObject({ type: 'data', id: 1, data: { theme: 'system' } });
  });

  test('is replaced once spent, so that another window can be opened', async () => {
    const first = token();
    await open({ token: first });
    expect(token()).not.toBe(first);
    expect((await open({ token: token() })).answer.type).toBe('opened');
  });

  test('is spent even when the bearer would have been enough', async () => {
    const { answer } = await open({ token: token() });
    const shown = token();
    expect((await open({ token: shown, bearer: answer.bearer! })).answer.type).toBe('opened');
    expect((await open({ token: shown })).answer.type).toBe('refused');
  });

  test.skipIf(process.platform === 'win32')(
    'stands in files that only their owner can read, gone when the console is',
    async () => {
      for (const file of [shell.wayIn.tokenFile, shell.wayIn.page]) expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(shell.wayIn.page, 'utf8')).toContain(`${shell.url}#token=${token()}`);
      const { tokenFile } = shell.wayIn;
      await shell.close();
      expect(() => statSync(tokenFile)).toThrow('ENOENT');
    },
  );

  test.each([
    ['a wrong token', { type: 'open', token: 'x'.repeat(43) }],
    ['a wrong bearer', { type: 'open', bearer: 'x'.repeat(43) }],
    ['nothing', { type: 'open' }],
    ['a call before opening', { type: 'query', id: 1, path: 'settings.get' }],
  ])('%s is refused in words and hung up on', async (_, message) => {
    const knocking = await page();
    knocking.socket.send(JSON.stringify(message));
    expect(await knocking.next()).toEqual({ type: 'refused', words: NOT_ADMITTED });
    expect(await knocking.closed).toBe(1008);
  });
});

describe('a socket', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a file', { origin: 'null' }],
    ['a name that was made to point here', { host: 'evil.example' }],
    ['localhost by name', { host: 'localhost' }],
  ])('from %s is refused before anything is said', async (_, options) => {
    await expect(page(options)).rejects.toThrow('403');
  });

  test('to another path is refused', async () => {
    await expect(page({ path: '/ipc/../ipc2' })).rejects.toThrow('404');
  });

  test('is hung up on for a message above 1 MiB, for a binary one, and for what is no message of ours', async () => {
    const large = await open({ token: token() });
    large.socket.send('x'.repeat(LARGEST_MESSAGE + 1));
    expect(await large.closed).toBe(1009);
    const binary = await open({ token: token() });
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect(await binary.closed).toBe(1003);
    const odd = await open({ token: token() });
    odd.socket.send('{"type":"eval"}');
    expect(await odd.closed).toBe(1008);
  });

  test('beyond the thirty-second is refused, and room is made again', async () => {
    const many = await Promise.all(Array.from({ length: 32 }, () => page()));
    await expect(page()).rejects.toThrow('503');
    many[0]!.socket.close();
    await many[0]!.closed;
    await expect
      .poll(() =>
        page().then(
          () => 'in',
          () => 'out',
        ),
      )
      .toBe('in');
  });
});

describe('the screens', () => {
  test('come with the policy, and the page is never kept', async () => {
    const index = await get('/');
    expect(index.status).toBe(200);
    expect(index.body).toContain('<title>Holdfast');
    expect(index.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    });
    expect(index.headers['set-cookie']).toBeUndefined();
    expect((await get('/assets/app-1a2b.js')).headers['content-type']).toContain('text/javascript');
    expect((await get('/', { method: 'HEAD' })).body).toBe('');
  });

  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/..\\secret.js',
    '//etc/hosts.allow',
    '/console.token',
    '/screens/index.html',
  ])('hold nothing at %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: 'There is nothing here.\n' });
  });

  test('are not shown to whoever calls this machine by another name, nor for anything but reading', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { host: `localhost:${port}` })).status).toBe(403);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  test('headers beyond the limit are refused', async () => {
    const said = await new Promise<string>((resolve, reject) => {
      const raw = connect(port, '127.0.0.1', () =>
        raw.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
      );
      raw.setEncoding('utf8').once('data', resolve).once('error', reject);
    });
    expect(said).toContain('431');
  });
});
