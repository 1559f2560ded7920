// The contract, on SQLite files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import type { Storage } from '../contract/storage.ts';
import { describeStorage } from '../contract/suite.ts';
import { openDatabase } from './database.ts';
import { createSqliteStorage } from './storage.ts';

describe('SQLite', () => {
  const open = new Set<Storage>();
  const folders: string[] = [];
  const storageAt = (file: string): Storage => {
    const storage = createSqliteStorage(openDatabase(file, 'anything'));
    open.add(storage);
    return storage;
  };

  afterEach(() => {
    for (const storage of open) storage.close();
    open.clear();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  describeStorage(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-storage-'));
    folders.push(folder);
    const file = join(folder, 'server.db');
    const storage = storageAt(file);
    return {
      storage,
      reopen: async () => {
        storage.close();
        return storageAt(file);
      },
    };
  });
});
