// The command line as people and scripts meet it: real files, exit codes and words; the server itself as a real process.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from './run.ts';

const MAIN = join(import.meta.dirname, '../main.ts');

let folder = '';
let db = '';
const running = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
  db = `sqlite:${join(folder, 'server.db')}`;
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): {
  child: ChildProcess;
  ended: Promise<Ran>;
  line(text: RegExp): Promise<string>;
} {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (data) => (seen.out += String(data)));
  child.stderr.on('data', (data) => (seen.err += String(data)));
  const ended = new Promise<Ran>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, ...seen });
    });
  });
  const line = (text: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      child.stdout.on('data', () => {
        const found = text.exec(seen.out);
        if (found) resolve(found[1] ?? found[0]);
      });
      child.once('close', () => reject(new Error(`ended: ${seen.err}`)));
    });
  return { child, ended, line };
}
/** One command in this process. */
async function run(...args: string[]): Promise<Ran> {
  const seen = { out: '', err: '' };
  const code = await runCommandLine(args, {
    out: (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { code, ...seen };
}
const inside = (name: string): string => join(folder, name);

describe('commands that are not understood', () => {
  it('exit 2 and say how it is meant', async () => {
    const cases: [string[], RegExp][] = [
      [[], /COMMAND/],
      [['brew'], /no command "brew"/],
      [['serve', '--prot', '5'], /--prot/],
      [['serve', '--port', 'eighty'], /whole number/],
      [['serve', '--port', '70000'], /whole number/],
      [['serve', '--db', 'postgres://localhost/x'], /PostgreSQL comes later/],
      [['serve', '--db', 'server.db'], /sqlite:FILE/],
      [['import', 'cars', 'x.csv'], /sites or equipment/],
      [['organisation', '--escalate-after', 'soon'], /30m, 8h or 2d/],
      [['import', 'sites'], /FILE\.csv is missing/],
      [['import', 'sites', 'a.csv', '--map', 'name'], /FIELD=HEADER/],
      [['import', 'sites', 'a.csv', '--rejects', 'a.csv'], /overwrite/],
      [['user', 'add', '--name', 'A', '--role', 'king'], /technician, lead/],
      [['user', 'add', '--name', 'A', '--role', 'lead'], /--team is missing/],
      [['init', '--name', 'A', '--admin', 'B', 'C'], /one word too many/],
    ];
    const ran = await Promise.all(cases.map(([args]) => run(...args)));
    expect(ran.map((r) => r.code)).toEqual(cases.map(() => 2));
    for (const [i, [, words]] of cases.entries()) expect(ran[i]?.err).toMatch(words);
  });

  it('--help of each says what it does, exit 0', async () => {
    const names = ['serve', 'init', 'user', 'device', 'import', 'generate', 'verify', 'backup', 'restore'];
    const ran = await Promise.all([run('--help'), ...names.map((name) => run(name, '--help'))]);
    for (const name of names) expect(ran[0]?.out).toContain(name);
    for (const [i, r] of ran.entries()) expect([i, r.code, r.err]).toEqual([i, 0, '']);
  });
});

describe('an organisation from nothing', () => {
  it('[C-4] says and sets after how long a question is passed on, and keeps it', async () => {
    await run('init', '--name', 'Mercy', '--admin', 'Ruth Castellano', '--db', db);
    expect((await run('organisation', '--db', db)).out).toBe('Mercy. Open questions are passed on after one day.\n');
    const set = await run('organisation', '--escalate-after', '8h', '--db', db, '--json');
    expect(JSON.parse(set.out)).toMatchObject({ name: 'Mercy', escalateAfterMs: 28_800_000 });
    expect((await run('organisation', '--db', db)).out).toBe('Mercy. Open questions are passed on after 8 hours.\n');
    for (const off of ['never', '0'])
      expect((await run('organisation', '--escalate-after', off, '--db', db)).out).toBe(
        'Mercy. Open questions are not passed on.\n',
      );
  });

  it('init, import, user, device, verify', async () => {
    writeFileSync(join(folder, 'sites.csv'), 'code,name\n010001,Northfield\n010005,Southfield\n3,\n');
    expect(await run('init', '--name', 'Mercy', '--admin', 'Ruth Castellano', '--db', db)).toMatchObject({
      code: 0,
      err: '',
    });

    const imported = await run('import', 'sites', inside('sites.csv'), '--db', db);
    expect(imported.code).toBe(0);
    expect(imported.out).toBe(
      `3 read, 2 imported (2 new, 0 changed, 0 as before), 1 rejected (see ${inside('sites.rejected.csv')})\n`,
    );
    expect(readFileSync(join(folder, 'sites.rejected.csv'), 'utf8')).toBe(
      'line,reason,code,name\n4,the name is empty,3,\n',
    );
    const again = await run('import', 'sites', inside('sites.csv'), '--db', db, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, changed: 0, unchanged: 2, rejected: 1 });

    const added = await run(
      'user',
      'add',
      '--name',
      'Lena Ortiz',
      '--role',
      'technician',
      '--team',
      'North',
      '--sites',
      '010001',
      '--db',
      db,
      '--json',
    );
    expect(JSON.parse(added.out)).toMatchObject({ name: 'Lena Ortiz', role: 'technician' });
    expect((await run('user', 'sites', '--team', 'North', '--sites', 'all', '--db', db)).code).toBe(0);
    const people = await run('user', 'list', '--db', db, '--json');
    expect(JSON.parse(people.out)).toMatchObject({
      people: [
        { name: 'Ruth Castellano', role: 'admin', sites: 'all' },
        { name: 'Lena Ortiz', role: 'technician', sites: 2, active: true },
      ],
    });

    const code = await run('device', 'enrol', '--person', 'Lena Ortiz', '--db', db);
    expect(code.out).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n/);
    const verified = await run('verify', '--db', db, '--json');
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, problems: [] });
  }, 60_000);

  it('what cannot be done is said in one line, exit 1', async () => {
    await run('init', '--name', 'Mercy', '--admin', 'Ruth', '--db', db);
    const ran = await Promise.all([
      run('import', 'sites', inside('nowhere.csv'), '--db', `sqlite:${inside('nowhere.db')}`),
      run('user', 'list', '--db', `sqlite:${join(folder, 'no', 'where.db')}`),
      run('serve', '--db', `sqlite:${inside('other.db')}`),
    ]);
    expect(ran.map((r) => r.code)).toEqual([1, 1, 1]);
    expect(ran[2]?.err).toContain(`There is no database at ${inside('other.db')}`);
    expect(existsSync(join(folder, 'other.db'))).toBe(false);
    for (const r of ran) expect(r.err.trim().split('\n')).toHaveLength(1);

    const one = async (...args: string[]): Promise<string> => {
      const { code, err } = await run(...args, '--db', db);
      expect(code).toBe(1);
      return err;
    };
    expect(await one('init', '--name', 'Other', '--admin', 'X')).toContain('already holds "Mercy"');
    expect(await one('device', 'enrol', '--person', 'Nobody')).toContain('nobody called');
    expect(await one('device', 'revoke', '--device', '9')).toContain('no laptop 9');
    expect(await one('import', 'sites', inside('nowhere.csv'))).toContain('nowhere.csv does not exist');
    expect(await one('import', 'sites', folder)).toContain('is a folder');
    expect(await one('serve', '--demo')).toContain('is no demo');
  }, 60_000);
});

describe('serve', () => {
  it('--demo makes the demo hospital once, says where it listens, and stops in good order', async () => {
    for (const _ of [1, 2]) {
      const server = start(['serve', '--demo', '--db', db, '--port', '0', '--log', 'silent']);
      const url = await server.line(/^server ready: (http:\S+)$/m);
      expect(await (await fetch(`${url}/readyz`)).text()).toBe('ready\n');
      const busy = await run('user', 'list', '--db', db);
      expect(busy).toMatchObject({ code: 1, err: expect.stringContaining('one process at a time') as string });
      server.child.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);
      expect(existsSync(`${join(folder, 'server.db')}-wal`)).toBe(false);
    }
    const people = await run('user', 'list', '--db', db, '--json');
    const { people: list } = JSON.parse(people.out) as { people: { role: string }[] };
    expect(list.filter((p) => p.role === 'technician')).toHaveLength(12);
    expect((await run('verify', '--db', db)).code).toBe(0);
  }, 60_000);

  it('a port in use is said, with what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const ran = await start(['serve', '--demo', '--db', db, '--port', port]).ended;
    other.close();
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(`Port ${port} is in use`);
    expect((await run('verify', '--db', db)).code).toBe(0);
  }, 60_000);

  it('unknown options end the process with 2', async () => {
    expect((await start(['serve', '--prot', '5']).ended).code).toBe(2);
  });

  it('a file that is not ours is left as it was', async () => {
    const file = join(folder, 'server.db');
    writeFileSync(file, 'precious '.repeat(100));
    const ran = await run('serve', '--demo', '--db', db);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('not a database') as string });
    expect(readFileSync(file, 'utf8')).toBe('precious '.repeat(100));
  });
});
