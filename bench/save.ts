/**
 * P-1: a save at the main process, against the same two rows written raw into the same tables. All subjects take turns
 * save by save, so that whatever else the machine does falls on each of them alike.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { LANES } from '../domain/schema/types.ts';
import { commitSave } from '../main/replica/commit-change.ts';
import type { Replica } from '../main/replica/replica.ts';
import { heldToLimit, heldToValue, shown, type Report } from './figure.ts';
import { bareTables, replicaTables, type Written } from './limits/raw-save.ts';
import { authorOf, editOf, openConsole, saveAct, withoutWaiting, type BenchConsole } from './parts/bench-console.ts';
import { fillReplica } from './parts/fill-replica.ts';
import { fsyncsOf } from './parts/count-fsyncs.ts';
import { percentile, timed } from './sample.ts';
import { singles, type Act } from './workload/acts.ts';

const RECORDS = 10_000;
const SAVES = 2_000;
const WARM_UP = 200;
const FLAT_SAVES = 1_000;
const MANY = 100_000;
const TRACED_SAVES = 10_000;
const KEY = Buffer.alloc(32, 7);

export async function benchSave(report: Report, folder: string): Promise<void> {
  layers(report, folder, null);
  layers(report, folder, KEY);
  flat(report, folder);
  fsyncs(report, folder);
}

interface Subject {
  readonly name: string;
  /** Gives the save itself; what a form did before it is not timed. */
  readonly open: (i: number) => () => void;
}

function layers(report: Report, folder: string, key: Buffer | null): void {
  const named = (name: string): string => join(folder, `save-${name}${key ? '-keyed' : ''}`, 'replica.db');
  const open = (name: string): BenchConsole => openConsole(named(name), key);
  const consoles = ['dry', 'two', 'all', 'product'].map((name) => open(name));
  const [dry, two, all, product] = consoles as [BenchConsole, BenchConsole, BenchConsole, BenchConsole];
  const acts = consoles.map((c) => singles(SAVES + WARM_UP, fillReplica(c.replica, RECORDS), 41))[0] ?? [];
  const rows = dry.replica.db
    .prepare<[], Written['row']>(
      'SELECT rid, id, collection, parent, site, k1, k2, sort, pos, body, shown, digest FROM record',
    )
    .all();
  const written = record(dry, acts);
  const bare = bareTables(`${named('two')}.bare`, key, rows);
  const twoRows = replicaTables(two.replica, 'two rows');
  const allRows = replicaTables(all.replica, 'all rows');
  const subjects: readonly Subject[] = [
    { name: 'bare', open: (i) => () => bare.save(written[i] as Written, i + 1) },
    { name: 'two', open: (i) => () => twoRows(written[i] as Written, i + 1) },
    { name: 'all', open: (i) => () => allRows(written[i] as Written, i + 1) },
    { name: 'product', open: productSave(product.replica, acts) },
  ];
  const times = takeTurns(subjects, SAVES);
  for (const c of consoles) c.close();
  bare.close();
  const at = (name: string, p: number): number => percentile(times.get(name) ?? [], p);
  const cipher = key ? ', with the cipher' : '';
  const headline = { id: 'P-1', unit: 'ms' };
  report.figure(
    heldToLimit({ ...headline, name: `a save p50${cipher}`, value: at('product', 50), limit: at('two', 50) }, 1.3),
  );
  report.figure(
    heldToLimit({ ...headline, name: `a save p99${cipher}`, value: at('product', 99), limit: at('two', 99) }, 2),
  );
  const bareMs = at('bare', 50);
  report.figure(shown({ ...headline, name: `layer: two bare tables p50${cipher}`, value: bareMs, limit: bareMs }));
  report.figure(
    shown({
      ...headline,
      name: `layer: the replica's tables and indexes p50${cipher}`,
      value: at('two', 50),
      limit: bareMs,
    }),
  );
  report.figure(
    shown({
      ...headline,
      name: `layer: dependency rows, hash and chain p50${cipher}`,
      value: at('all', 50),
      limit: bareMs,
    }),
  );
  report.figure(
    shown({
      ...headline,
      name: `layer: the product (reads, merges, reckons) p50${cipher}`,
      value: at('product', 50),
      limit: bareMs,
    }),
  );
}

/** What the product writes for each act, taken down on a replica of its own, so that the limits write the same bytes. */
function record({ replica }: BenchConsole, acts: readonly Act[]): readonly Written[] {
  const written: Written[] = [];
  withoutWaiting(replica, () => {
    for (const act of acts) {
      const before = replica.records.byId.get(act.record ?? '');
      saveAct(replica, act);
      const row = replica.records.byId.get(act.record ?? '');
      const change = replica.changes.byKey.get(1, written.length + 1);
      if (!before || !row || !change) throw new Error('the save left no row');
      const keysMoved = row.k1 !== before.k1 || row.k2 !== before.k2 || row.sort !== before.sort;
      const lane = LANES.indexOf(LANES[change.lane] ?? 'normal');
      written.push({
        row,
        keysMoved,
        group: act.group,
        edits: change.edits,
        lane,
        hash: change.hash,
        chain: change.chain,
      });
    }
  });
  return written;
}

function productSave(replica: Replica, acts: readonly Act[]): Subject['open'] {
  const author = authorOf(replica);
  return (i) => {
    const edit = editOf(replica, acts[i] as Act);
    return () => void commitSave(replica, author, [edit]);
  };
}

function takeTurns(subjects: readonly Subject[], saves: number): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>(subjects.map((s) => [s.name, []]));
  for (let i = 0; i < WARM_UP + saves; i++) {
    for (const { name, open } of subjects) {
      const took = timed(open(i));
      if (i >= WARM_UP) times.get(name)?.push(took);
    }
  }
  return times;
}

/** The same save with little and with much around it. */
function flat(report: Report, folder: string): void {
  const at = (
    name: string,
    records: number,
    queued: number,
  ): { name: string; replica: Replica; acts: readonly Act[]; close: () => void } => {
    const bench = openConsole(join(folder, `flat-${name}`, 'replica.db'));
    const jobs = fillReplica(bench.replica, records);
    withoutWaiting(bench.replica, () => {
      for (const act of singles(queued, jobs, 51)) saveAct(bench.replica, act);
    });
    return { name, replica: bench.replica, acts: singles(WARM_UP + FLAT_SAVES, jobs, 52), close: bench.close };
  };
  const ends = [
    at('empty queue', RECORDS, 0),
    at('long queue', RECORDS, MANY),
    at('few records', 1_000, 0),
    at('many records', MANY, 0),
  ];
  const times = takeTurns(
    ends.map(({ name, replica, acts }) => ({ name, open: productSave(replica, acts) })),
    FLAT_SAVES,
  );
  const p50 = (name: string): number => percentile(times.get(name) ?? [], 50);
  for (const end of ends) end.close();
  const flatTo = { id: 'P-1', unit: 'ms' };
  report.figure(
    heldToLimit(
      {
        ...flatTo,
        name: '100,000 queued changes against none, p50',
        value: p50('long queue'),
        limit: p50('empty queue'),
      },
      1.2,
    ),
  );
  report.figure(
    heldToLimit(
      { ...flatTo, name: '100,000 records against 1,000, p50', value: p50('many records'), limit: p50('few records') },
      1.2,
    ),
  );
}

function fsyncs(report: Report, folder: string): void {
  const template = join(folder, 'fsync-template');
  const bench = openConsole(join(template, 'replica.db'));
  fillReplica(bench.replica, RECORDS);
  bench.close();
  const fileFor = (run: string): string => {
    cpSync(template, join(folder, `fsync-${run}`), { recursive: true });
    return join(folder, `fsync-${run}`, 'replica.db');
  };
  const found = fsyncsOf(fileFor, TRACED_SAVES, join(folder, 'strace.txt'));
  if (typeof found === 'number') {
    report.figure(
      heldToValue(
        {
          id: 'P-1',
          name: `fsyncs per save over ${TRACED_SAVES} saves (strace)`,
          value: found / TRACED_SAVES,
          unit: 'fsyncs',
        },
        1.05,
      ),
    );
  } else report.note(`P-1  fsyncs per save could not be measured here: ${found.why}`);
}
