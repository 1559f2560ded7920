// `npm run console` as people start it: what is wrong is said in a sentence, the exit code tells, the data is untouched.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { TOKEN_FILE } from '../../main/shell/browser/way-in.ts';
import { REFUSE_FILE, REFUSE_WORDS } from '../stand-in/compose.ts';
import { ensureBuilt } from './built.ts';
import { freshFolder } from './fresh-folder.ts';
import { runConsole, type RunConsole } from './run-console.ts';

beforeAll(ensureBuilt, 120_000);

const running: RunConsole[] = [];
afterEach(async () => {
  for (const one of running) one.child.kill('SIGKILL');
  await Promise.all(running.map((one) => one.ended));
  running.length = 0;
});

function start(...args: string[]): RunConsole {
  const one = runConsole(['--shell', 'browser', '--no-open', ...args], { core: 'stand-in' });
  running.push(one);
  return one;
}

const coreLog = (profile: string) => readFileSync(join(profile, 'stand-in-core.log'), 'utf8').trim().split('\n');

/** Every file of a folder with its content: equal before and after means untouched. */
const pictureOf = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]);

describe('a console', () => {
  test('says where it is, ends cleanly on SIGTERM and leaves neither token nor lock', async () => {
    const profile = freshFolder('console');
    const one = start('--profile', profile, '--server', 'ws://127.0.0.1:9');
    const url = await one.ready;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    one.child.kill('SIGTERM');
    const { code, out, err } = await one.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`console ready: ${url}\nconsole token: ${join(profile, TOKEN_FILE)}\n`);
    expect(coreLog(profile)).toEqual(['composed browser ws://127.0.0.1:9 key none', 'closed']);
    expect(readdirSync(profile).toSorted()).toEqual(['log', 'stand-in-core.log']);
  });

  test('starts again on a profile whose console was killed', async () => {
    const profile = freshFolder('console');
    const first = start('--profile', profile);
    await first.ready;
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(join(profile, 'console.lock'))).toBe(true);
    await start('--profile', profile).ready;
  });

  test('starts another one beside it, which ends with it', async () => {
    const profile = freshFolder('console');
    const one = start('--profile', profile, '--server', 'ws://127.0.0.1:9');
    const url = await one.ready;
    const page = await openPage(url, readFileSync(join(profile, TOKEN_FILE), 'utf8'));
    const another = (await page.call('settings.openAnotherConsole')) as { url: string };
    const [address, token] = another.url.split('#token=');
    expect(address).not.toBe(url);
    const second = await openPage(address!, token!);
    expect(await second.call('settings.change', { theme: 'dark' })).toMatchObject({ theme: 'dark' });
    expect(await page.call('settings.change', {})).toMatchObject({ theme: 'system' });
    one.child.kill('SIGTERM');
    expect((await one.ended).code).toBe(0);
    await expect.poll(() => coreLog(`${profile}-2`)).toEqual(['composed browser ws://127.0.0.1:9 key none', 'closed']);
  });

  test('explains itself with --help', async () => {
    const { code, out } = await start('--help').ended;
    expect(code).toBe(0);
    for (const option of ['--server', '--profile', '--shell', '--port', '--no-open']) expect(out).toContain(option);
  });
});

describe('a console that cannot start says so', () => {
  test('when its port is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as AddressInfo).port)),
    );
    const profile = freshFolder('console');
    writeFileSync(join(profile, 'replica.db'), 'work');
    const { code, out, err } = await start('--profile', profile, '--port', String(port)).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `holdfast: Port ${port} is in use by another program. Choose another with --port N, or leave --port out to take any free one.\n`,
    );
    expect(existsSync(join(profile, 'stand-in-core.log'))).toBe(false);
    expect(readdirSync(profile).toSorted()).toEqual(['log', 'replica.db']);
    other.close();
  });

  test('when its profile lies beneath a file', async () => {
    const file = join(freshFolder('console'), 'a-file');
    writeFileSync(file, 'mine');
    const { code, err } = await start('--profile', join(file, 'profile')).ended;
    expect(code).toBe(1);
    expect(err).toContain('a part of its path is a file');
    expect(err).toContain('--profile DIR');
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('when the core refuses, in its words, and lets go of the profile', async () => {
    const profile = freshFolder('console');
    writeFileSync(join(profile, REFUSE_FILE), 'work');
    expect(await start('--profile', profile).ended).toEqual({ code: 1, out: '', err: `holdfast: ${REFUSE_WORDS}\n` });
    expect(readdirSync(profile).toSorted()).toEqual(['log', REFUSE_FILE]);
  });

  test('when another one runs on its profile, which goes on undisturbed', async () => {
    const profile = freshFolder('console');
    const first = start('--profile', profile);
    const url = await first.ready;
    const before = pictureOf(profile);
    const { code, err } = await start('--profile', profile).ended;
    expect(code).toBe(1);
    expect(err).toContain(`already running on the profile ${profile} (process ${first.child.pid})`);
    expect(pictureOf(profile)).toEqual(before);
    expect((await fetch(url)).status).toBe(200);
  });

  test.each([
    ['an unknown option', ['--colour', 'red'], "Unknown option '--colour'"],
    ['a port that is none', ['--port', '70000'], '--port 70000 is no port'],
    ['a shell that is none', ['--shell', 'dos'], '--shell is electron or browser, not dos'],
    ['a server that is none', ['--server', 'hospital'], '--server hospital is no address of a server'],
    ['a word too many', ['now'], "Unexpected argument 'now'"],
  ])('with exit code 2 for %s', async (_, args, words) => {
    const { code, err } = await start(...args).ended;
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).toContain('See --help.');
  });
});

async function openPage(url: string, token: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}ipc`, { origin: url.slice(0, -1) });
  const next = () =>
    new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString('utf8'))));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'open', token }));
  expect(JSON.parse(await next())).toMatchObject({ type: 'opened' });
  let id = 0;
  return {
    async call(path: string, input?: unknown): Promise<unknown> {
      socket.send(JSON.stringify({ type: 'mutation', id: (id += 1), path, input }));
      return (JSON.parse(await next()) as { data: unknown }).data;
    },
  };
}
