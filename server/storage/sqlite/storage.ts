/**
 * The port on SQLite. Guarantees: a resolved `transact` is on disk; a failed one left nothing behind; after a fault no
 * call touches the file again, because what a failed fsync threw away cannot be known.
 */
import { StorageFault } from '../contract/fault.ts';
import type { Storage } from '../contract/storage.ts';
import { adoptSchema } from './adopt-schema.ts';
import type { Database } from './database.ts';
import { createDirectory, numberOf } from './directory.ts';
import { translate } from './errors.ts';
import { createGrants } from './grants.ts';
import { history } from './history.ts';
import { createIncarnations } from './incarnations.ts';
import { digestPage, pullPage, sitePage } from './pull.ts';
import { stateView } from './state-view.ts';
import { allTables } from './tables/all-tables.ts';
import { createTransactions, type Transactions } from './transactions.ts';
import { writeEffects } from './write-effects.ts';

/** `onFault` hears of the first fault, so that a server can stop taking work. */
export function createSqliteStorage(database: Database, onFault?: (fault: StorageFault) => void): Storage {
  const tables = allTables(database.connection);
  const grants = createGrants(tables);
  const guard = createGuard(database, createTransactions(database.connection), onFault);
  const { read, write } = guard;
  const numbers = new Map<string, number>();
  const no = (org: string): number => {
    let number = numbers.get(org);
    if (number === undefined) {
      number = numberOf(tables, org);
      numbers.set(org, number);
    }
    return number;
  };

  return {
    directory: createDirectory(tables, grants, guard),
    incarnations: createIncarnations(tables, guard, no),
    checkpoints: {
      last: (org) => read(() => tables.checkpoints.last(no(org))),
      all: (org) => read(() => tables.checkpoints.all(no(org))),
      add: (org, checkpoint) => write(() => tables.checkpoints.add(no(org), checkpoint)),
      chains: (org, after, limit) => read(() => tables.checkpoints.chains(no(org), after, limit)),
    },
    ledger: {
      tallies: (org, device) => read(() => tables.ledger.tallies(no(org), device)),
      recount: (org, device) => read(() => tables.ledger.recount(no(org), device)),
      noteSaid: (org, said) => write(() => tables.ledger.noteSaid(no(org), said)),
      said: (org) => read(() => tables.ledger.said(no(org))),
    },
    head: (org) => read(() => tables.organisations.head(no(org))),
    // `async` so that everything thrown is a rejection; the work itself runs before the call returns.
    async transact(org, work) {
      return write(() => {
        const { view, known } = stateView(tables, grants, no(org));
        const { effects, result } = work(view);
        if (effects) writeEffects(tables, no(org), effects, known);
        return result;
      });
    },
    pullPage: (org, sites, from, upTo, limit) => read(() => pullPage(tables, no(org), sites, { from, upTo, limit })),
    sitePage: (org, site, from, upTo, limit) => read(() => sitePage(tables, no(org), site, { from, upTo, limit })),
    seen: (org, device, epoch) => read(() => tables.seen.get(no(org), device, epoch)),
    record: (org, id) => read(() => tables.records.get(no(org), id)?.record),
    find: (org, collection, column, value) => read(() => tables.records.byKey(no(org), collection, column, value)),
    named: (org, collection, name) =>
      read(() =>
        tables.names.of(no(org), collection, name).flatMap((id) => tables.records.get(no(org), id)?.record ?? []),
      ),
    chainAt: (org, position) => read(() => tables.log.chainAt(no(org), position)),
    log: (org, after, limit) => read(() => tables.log.after(no(org), after, limit)),
    history: (org, record, after, limit) => read(() => history(tables, no(org), record, after, limit)),
    digests: (org) => read(() => tables.views.digests(no(org))),
    digestPage: (org, site, from, limit) => read(() => digestPage(tables, no(org), site, from, limit)),
    adoptSchema: (org, schema) => write(() => adoptSchema(tables, no(org), schema)),
    ping: () => write(() => tables.organisations.first()),
    close: guard.close,
  };
}

interface Guard {
  read<Result>(work: () => Result): Result;
  write<Result>(work: () => Result): Result;
  close(): void;
}

/** The first fault ends it: later calls get the same fault without touching the file. */
function createGuard(database: Database, transactions: Transactions, onFault?: (fault: StorageFault) => void): Guard {
  let fault: StorageFault | null = null;
  const guarded = <Result>(work: () => Result): Result => {
    if (fault) throw fault;
    try {
      return work();
    } catch (error) {
      const translated = translate(error, database.file);
      if (translated instanceof StorageFault && translated !== error) {
        fault = translated;
        onFault?.(fault);
      }
      throw translated;
    }
  };
  return {
    read: guarded,
    write: (work) => guarded(() => transactions.immediate(work)),
    close: () => {
      database.close(fault ? 'unclean' : 'clean');
    },
  };
}
