/** BEGIN IMMEDIATE … COMMIT around a piece of work; whatever it throws, nothing of it stays. */
import type { Connection } from './open.ts';

export interface Transactions {
  immediate<Result>(work: () => Result): Result;
}

export function createTransactions(db: Connection): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  return {
    immediate(work) {
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        // SQLite rolls back by itself after some errors (full, I/O): then there is nothing left to undo.
        if (db.inTransaction) rollback.run();
        throw error;
      }
    },
  };
}
