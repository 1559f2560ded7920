import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { processMark } from './process-mark.ts';
import { defaultProfileDir, lockProfile, prepareProfile, runningOn } from './profile.ts';
import { startFailure } from './start-failure.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'holdfast-profile-'));

function failureOf(work: () => void) {
  try {
    work();
  } catch (error) {
    return startFailure(error);
  }
  return null;
}

describe('the lock', () => {
  test('of a process that lives is respected, by its id and by when it started', () => {
    const dir = folder();
    const lock = { pid: process.ppid, mark: processMark(process.ppid) };
    writeFileSync(join(dir, 'console.lock'), JSON.stringify(lock));
    expect(runningOn(dir)).toBe(process.ppid);
    const failure = failureOf(() => lockProfile(dir));
    expect(failure?.kind).toBe('alreadyRunning');
    expect(failure?.words).toContain(`process ${process.ppid}`);
    expect(JSON.parse(readFileSync(join(dir, 'console.lock'), 'utf8'))).toEqual(lock);
  });

  test.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, mark: 'x' })],
    ['an id that another process has now', JSON.stringify({ pid: process.ppid, mark: 'of an earlier one' })],
    ['nobody, half written', '{"pid":'],
  ])('of %s is taken over', (_, content) => {
    const dir = folder();
    writeFileSync(join(dir, 'console.lock'), content);
    const lock = lockProfile(dir);
    expect(readFileSync(join(dir, 'console.lock'), 'utf8')).toContain(`"pid":${process.pid}`);
    lock.release();
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('the folder', () => {
  test('is made if need be, and left empty', () => {
    const dir = join(folder(), 'a', 'b');
    prepareProfile(dir);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('that cannot be written is named, with what to do', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(failureOf(() => prepareProfile(join(file, 'profile')))?.words).toContain('Move that file away');
    const blocked = folder();
    // Nobody can write over a folder, not even root.
    mkdirSync(join(blocked, '.probe'));
    expect(failureOf(() => prepareProfile(blocked))).toMatchObject({ kind: 'profileUnwritable' });
  });

  test('is the place of the system when nobody names one', () => {
    expect(defaultProfileDir({ XDG_DATA_HOME: '/data' }, 'linux')).toBe(join('/data', 'holdfast'));
    expect(defaultProfileDir({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe(join('C:\\Local', 'Holdfast'));
  });
});
