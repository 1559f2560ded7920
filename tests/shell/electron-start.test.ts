// How the built Electron program starts, on the stand-in: one per profile, its key, and what it says when it cannot.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { KEY_FILE } from '../../main/shell/electron/safe-storage.ts';
import { ensureBuilt } from './built.ts';
import { freshFolder } from './fresh-folder.ts';
import { coreLog, startElectron, startedElectron } from './start-electron.ts';

beforeAll(ensureBuilt);

describe('a start', () => {
  test('on a profile that runs already brings its window to the front and ends', async () => {
    const { one, profile } = await startedElectron();
    const before = (await one.notes()).focused;
    const { code, err } = await startElectron(profile).ended;
    expect(code).toBe(0);
    expect(err).toContain('already running');
    await expect.poll(async () => (await one.notes()).focused).toBe(before + 1);
    expect((await one.notes()).windows).toHaveLength(1);
    expect(coreLog(profile)).toHaveLength(1);
  });

  test('gives the core the same wrapped key each time, kept for its owner alone', async () => {
    const profile = freshFolder('electron');
    const keys = [];
    for (const _ of [1, 2]) {
      const one = startElectron(profile, { args: ['--no-open'] });
      await one.ready;
      one.child.kill('SIGTERM');
      await one.ended;
      keys.push(/key ([0-9a-f]{64})$/.exec(coreLog(profile).findLast((line) => line.startsWith('composed'))!)?.[1]);
    }
    expect(keys[0]).toBeDefined();
    expect(keys[1]).toBe(keys[0]);
    expect(statSync(join(profile, KEY_FILE)).mode & 0o077).toBe(0);
  });

  test('without a secret store to trust says so and goes on, but never loses a key that there was', async () => {
    const plain = freshFolder('electron');
    const one = startElectron(plain, { args: ['--no-open'], env: { HOLDFAST_STAND_IN_SECRETS: 'basic_text' } });
    await one.ready;
    expect(coreLog(plain)).toEqual(['composed electron no server key none']);
    writeFileSync(join(plain, KEY_FILE), 'wrapped');
    one.child.kill('SIGTERM');
    expect((await one.ended).err).toContain('no secret store to trust');
    const second = await startElectron(plain, { args: ['--no-open'], env: { HOLDFAST_STAND_IN_SECRETS: 'basic_text' } })
      .ended;
    expect(second.code).toBe(1);
    expect(second.err).toContain('unlock its keyring');
    expect(readFileSync(join(plain, KEY_FILE), 'utf8')).toBe('wrapped');
  });

  test('with a wrong command line, or beneath a file, says what is wrong', async () => {
    expect(await startElectron(freshFolder('electron'), { args: ['--port', 'x'] }).ended).toMatchObject({
      code: 2,
      err: expect.stringContaining('--port x is no port') as string,
    });
    const file = join(freshFolder('electron'), 'a-file');
    writeFileSync(file, 'mine');
    expect(await startElectron(join(file, 'profile')).ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('a part of its path is a file') as string,
    });
  });
});
