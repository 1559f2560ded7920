// Files that are not what they should be: said in words, and left as they are.
import { execFile, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effects, found, id, ORG, pos, record, write } from '../contract/suite-samples.ts';
import { StorageFault, type StorageFaultKind } from '../contract/fault.ts';
import { openDatabase } from './database.ts';
import { assertVersion, connect } from './open.ts';
import { createSqliteStorage } from './storage.ts';

const HERE = import.meta.dirname;
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-database-'));
  file = join(folder, 'server.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function faultOf(run: () => unknown): StorageFaultKind | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof StorageFault) return error.kind;
    throw error;
  }
}

async function filled(): Promise<void> {
  const storage = createSqliteStorage(openDatabase(file, 'anything'));
  found(storage);
  const records = Array.from({ length: 200 }, (_, i) => record(i + 1, i + 1, { body: `{"x":"${'y'.repeat(600)}"}` }));
  await write(storage, effects(200, { records }));
  storage.close();
}

/** A process that opens the database, writes a record and then holds on until it is killed. */
async function holder(): Promise<{ kill(): Promise<void> }> {
  const program = `
    import { openDatabase } from ${JSON.stringify(join(HERE, 'database.ts'))};
    import { createSqliteStorage } from ${JSON.stringify(join(HERE, 'storage.ts'))};
    import { effects, record, write } from ${JSON.stringify(join(HERE, '../contract/suite-samples.ts'))};
    const storage = createSqliteStorage(openDatabase(${JSON.stringify(file)}, 'existing'));
    await write(storage, effects(201, { records: [record(201, 201)] }));
    process.stdout.write('written');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`exit ${code}`)));
  });
  return {
    kill: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

describe('openDatabase refuses, and leaves the file as it was', () => {
  it('a file that is no database', () => {
    writeFileSync(file, 'Dear diary, this is not a database. '.repeat(20));
    const before = readFileSync(file);
    expect(faultOf(() => openDatabase(file, 'anything'))).toBe('notOurs');
    expect(readFileSync(file)).toEqual(before);
    expect(statSync(`${file}.lock`, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('a file shorter than a header', () => {
    writeFileSync(file, 'SQLite format 3\0');
    expect(faultOf(() => openDatabase(file, 'anything'))).toBe('notOurs');
    expect(readFileSync(file, 'latin1')).toBe('SQLite format 3\0');
  });

  it('the database of another program', () => {
    const other = connect(file, { timeout: 0, mustExist: false });
    other.exec('CREATE TABLE photos (name TEXT)');
    other.close();
    const before = readFileSync(file);
    expect(faultOf(() => openDatabase(file, 'anything'))).toBe('notOurs');
    expect(readFileSync(file)).toEqual(before);
  });

  it('a folder in place of a file', () => {
    mkdirSync(file);
    expect(faultOf(() => openDatabase(file, 'anything'))).toBe('notOurs');
  });

  it('a folder that does not exist', () => {
    expect(faultOf(() => openDatabase(join(folder, 'nowhere', 'server.db'), 'anything'))).toBe('notWritable');
  });

  it('no database where one is expected', () => {
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('missing');
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('[W-9] a database written by a newer version', async () => {
    await filled();
    const db = connect(file, { timeout: 0, mustExist: true });
    db.pragma('user_version = 99');
    db.close();
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('newer');
    const again = connect(file, { timeout: 0, mustExist: true });
    expect(again.pragma('user_version', { simple: true })).toBe(99);
    again.close();
  });

  it('a second opening, in this process and in another one', async () => {
    await filled();
    const first = openDatabase(file, 'existing');
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('inUse');
    first.close('clean');
    const other = await holder();
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('inUse');
    await other.kill();
    expect(faultOf(() => openDatabase(file, 'existing').close('clean'))).toBeNull();
  });

  it('a lock file that belongs to something else', async () => {
    await filled();
    writeFileSync(`${file}.lock`, 'somebody else locks like this '.repeat(40));
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('notOurs');
    expect(readFileSync(`${file}.lock`, 'utf8')).toContain('somebody else');
  });

  it('damaged pages, found after an unclean exit', async () => {
    await filled();
    openDatabase(file, 'existing').close('unclean');
    const handle = openSync(file, 'r+');
    for (let page = 4; page < statSync(file).size / 4096; page += 3) {
      writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    }
    closeSync(handle);
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('damaged');
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('damaged');
  });
});

describe('openDatabase', () => {
  it('[Q-6] damaged pages after a kill are refused with the log beside them untouched', async () => {
    await filled();
    await (await holder()).kill();
    const handle = openSync(file, 'r+');
    for (let page = 4; page < statSync(file).size / 4096; page += 3) {
      writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    }
    closeSync(handle);
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect(before[1]?.length).toBeGreaterThan(0);
    expect(faultOf(() => openDatabase(file, 'existing'))).toBe('damaged');
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
  });

  it('[Q-6] a first start that was cut off leaves nothing that the next one trips over', () => {
    writeFileSync(`${file}.new`, Buffer.alloc(4096));
    writeFileSync(`${file}.new-wal`, 'torn');
    openDatabase(file, 'anything').close('clean');
    expect(readdirSync(folder).toSorted()).toEqual(['server.db', 'server.db.lock']);
  });

  it('makes a database out of nothing and out of an empty file', () => {
    writeFileSync(file, '');
    openDatabase(file, 'anything').close('clean');
    expect(faultOf(() => openDatabase(file, 'existing').close('clean'))).toBeNull();
  });

  it('sets what durability rests on', () => {
    const { connection, close } = openDatabase(file, 'anything');
    const read = (name: string): unknown => connection.pragma(name, { simple: true });
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
    close('clean');
  });

  it('[R-8] after kill -9 checks the pages once and has everything that was committed', async () => {
    await filled();
    await (await holder()).kill();
    const database = openDatabase(file, 'existing');
    expect(database.checked).toBe(true);
    const storage = createSqliteStorage(database);
    expect(storage.head(ORG).position).toBe(201);
    expect(storage.record(ORG, id(201))).toMatchObject({ site: null });
    storage.close();
    const next = openDatabase(file, 'existing');
    expect(next.checked).toBe(false);
    next.close('clean');
  });

  it('refuses an SQLite that lacks the fix, and takes newer ones', () => {
    for (const old of ['3.50.9', '3.51.2', '2.99.99']) expect(faultOf(() => assertVersion(old))).toBe('oldSqlite');
    for (const good of ['3.51.3', '3.52.0', '3.53.4', '4.0.0']) expect(faultOf(() => assertVersion(good))).toBeNull();
  });
});

describe('a storage after a fault', () => {
  it('[SAVE-3] a full disk: nothing of the transaction stays, and nothing more is tried', async () => {
    const database = openDatabase(file, 'anything');
    const storage = createSqliteStorage(database);
    found(storage);
    await write(storage, effects(1, { records: [record(1, 1)] }));
    database.connection.pragma(
      `max_page_count = ${Number(database.connection.pragma('page_count', { simple: true }))}`,
    );
    const big = Array.from({ length: 50 }, (_, i) => record(i + 2, i + 2, { body: 'z'.repeat(4_000) }));
    await expect(write(storage, effects(51, { records: big }))).rejects.toMatchObject({ kind: 'full' });
    expect(() => storage.head(ORG)).toThrow(StorageFault);
    await expect(write(storage, effects(2, { records: [record(2, 2)] }))).rejects.toMatchObject({ kind: 'full' });
    storage.close();
    const again = openDatabase(file, 'existing');
    expect(again.checked).toBe(true);
    const after = createSqliteStorage(again);
    expect(after.head(ORG).position).toBe(1);
    expect(after.pullPage(ORG, null, pos(0), pos(99), 99).rows).toEqual([record(1, 1)]);
    after.close();
  });

  it('pages that rot under a running server are a fault with words', async () => {
    await filled();
    const storage = createSqliteStorage(openDatabase(file, 'existing'));
    const handle = openSync(file, 'r+');
    for (let page = 2; page < statSync(file).size / 4096; page++) {
      writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    }
    closeSync(handle);
    expect(() => storage.pullPage(ORG, null, pos(0), pos(200), 500)).toThrow(/damaged/);
    expect(() => storage.ping()).toThrow(/damaged/);
    storage.close();
  });

  it('a bug in the work is no fault: the storage goes on', async () => {
    const storage = createSqliteStorage(openDatabase(file, 'anything'));
    found(storage);
    const bug = storage.transact(ORG, () => {
      throw new RangeError('bug');
    });
    await expect(bug).rejects.toThrow(RangeError);
    await write(storage, effects(1, { records: [record(1, 1)] }));
    expect(storage.head(ORG).position).toBe(1);
    storage.close();
  });
});

it('a command on the file says plainly that a server holds it', async () => {
  const first = openDatabase(file, 'anything');
  const program = `import { openDatabase } from ${JSON.stringify(join(HERE, 'database.ts'))};
    try { openDatabase(${JSON.stringify(file)}, 'existing'); } catch (e) { process.stdout.write(e.message); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout).toContain('Another server or command is using');
  first.close('clean');
});
