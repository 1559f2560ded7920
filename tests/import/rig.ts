/** A real organisation on a real database in a folder of its own, for the tests of imports. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordId } from '../../domain/ids.ts';
import { composeCommitter, schema, sha256 } from '../../server/compose.ts';
import type { Storage } from '../../server/storage/contract/storage.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { operatorPen } from '../../server/admin/operator.ts';
import { equipmentRows } from '../../server/admin/import/equipment-rows.ts';
import { rejectsBeside } from '../../server/admin/import/rejects.ts';
import { runImport, type ImportOptions, type ImportResult } from '../../server/admin/import/run-import.ts';
import { siteRows } from '../../server/admin/import/site-rows.ts';

export const ORG = 'mercy';
export const ADMIN = { person: recordId(1, 1, 1, 0), role: 'admin' } as const;
export const AT = 1_790_000_000_000;

export interface Rig {
  readonly folder: string;
  readonly storage: Storage;
  /** Writes a file and imports it. */
  run(what: 'sites' | 'equipment', text: string | Buffer, more?: Partial<ImportOptions>): Promise<ImportResult>;
  runFile(what: 'sites' | 'equipment', file: string, more?: Partial<ImportOptions>): Promise<ImportResult>;
  close(): void;
}

export function createRig(): Rig {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-import-'));
  const storage = createSqliteStorage(openDatabase(join(folder, 'server.db'), 'anything'));
  storage.directory.createOrganisation(ORG, 'Mercy', false, AT, 'incarnation-1');
  const committer = composeCommitter(storage, ORG);
  const runFile: Rig['runFile'] = (what, file, more = {}) =>
    runImport({
      kind: what === 'sites' ? siteRows(storage, ORG) : equipmentRows(storage, ORG),
      file,
      rejects: rejectsBeside(file),
      overrides: new Map(),
      pen: operatorPen(storage, ORG, schema),
      author: ADMIN,
      clock: () => AT,
      chunk: 2_000,
      progress: () => undefined,
      stop: new AbortController().signal,
      committer,
      sha256,
      ...more,
    });
  return {
    folder,
    storage,
    run(what, text, more) {
      const file = join(folder, `${what}.csv`);
      writeFileSync(file, text);
      return runFile(what, file, more);
    },
    runFile,
    close() {
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
