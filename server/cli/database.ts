/** `--db`: which database a command works on, opened for it alone and closed whatever happens. */
import { composeCommitter, schema, sha256 } from '../compose.ts';
import { firstAdmin, operatorPen } from '../admin/operator.ts';
import type { Office } from '../admin/people.ts';
import type { Author } from '../admin/pen.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import { createSqliteStorage } from '../storage/sqlite/storage.ts';
import { Failure, UsageError } from './command.ts';

export const DB_OPTION = { db: { type: 'string', default: 'sqlite:holdfast-server.db' } } as const;
export const DB_HELP = '  --db sqlite:FILE     the database (default sqlite:holdfast-server.db)';

/** The file that `sqlite:FILE` names. @throws UsageError */
export function databaseFile(db: string): string {
  if (/^postgres(ql)?:/i.test(db)) throw new UsageError('PostgreSQL comes later. Use --db sqlite:FILE for now.');
  const file = db.startsWith('sqlite:') ? db.slice('sqlite:'.length) : '';
  if (file === '') throw new UsageError(`--db wants sqlite:FILE, not "${db}".`);
  return file;
}

export interface Opened {
  readonly storage: Storage;
  readonly org: string;
  readonly name: string;
}

/** Opens an existing organisation for one piece of work. @throws UsageError, StorageFault, Failure */
export async function withOrganisation<Result>(db: string, work: (opened: Opened) => Promise<Result>): Promise<Result> {
  return withStorage(db, 'existing', async (storage) => {
    const found = storage.directory.organisation();
    if (!found) throw new Failure('The database is empty. Run "init" first.');
    return work({ storage, org: found.org, name: found.name });
  });
}

export async function withStorage<Result>(
  db: string,
  expect: 'existing' | 'anything',
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const storage = createSqliteStorage(openDatabase(databaseFile(db), expect));
  try {
    return await work(storage);
  } finally {
    storage.close();
  }
}

/** What writing commands need: the operator's pen and an administrator in whose name it writes. @throws Failure */
export function officeOf({ storage, org }: Opened): Office & { readonly author: Author } {
  const author = firstAdmin(storage, org);
  if (!author) throw new Failure('There is no administrator yet, in whose name it could be written.');
  return { ...officeWithoutAdmin(storage, org), author };
}

export function officeWithoutAdmin(storage: Storage, org: string): Office {
  const pen = operatorPen(storage, org, schema);
  const committer = composeCommitter(storage, org);
  return { storage, org, pen, committer, sha256, author: null, clock: () => Date.now() };
}
