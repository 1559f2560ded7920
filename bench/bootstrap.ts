/**
 * P-8: the first sync of an empty console, from the welcome until its cursor stands at the log's end, against the same
 * values sent bare; how it grows with ten times as many; and how much comes twice when the link is cut half-way.
 */
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { readDown } from '../protocol/wire/messages.ts';
import { DELTA_RECORDS } from '../protocol/wire/limits.ts';
import type { Engine } from '../main/sync/engine.ts';
import type { Dialer } from '../main/sync/link.ts';
import { zstdPacker } from '../main/sync/zstd.ts';
import { heldToLimit, heldToValue, shown, type Report } from './figure.ts';
import { rawSync, writeRows } from './limits/raw-sync.ts';
import { openConsole } from './parts/bench-console.ts';
import { startChild, type Running } from './parts/child.ts';
import { prepareServer } from './parts/prepare-server.ts';
import { awaited, median, nowMs } from './sample.ts';
import { hospital } from './workload/hospital.ts';

const RECORDS = 10_000;
const RUNS = 5;
const PATIENCE_MS = 300_000;
const SERVER = new URL('parts/server-process.ts', import.meta.url);
const RAW_SERVER = new URL('limits/raw-sync-server.ts', import.meta.url);

interface Prepared {
  readonly server: Running;
  readonly raw: Running;
  readonly head: number;
  readonly technician: string;
}

interface Synced {
  readonly fromSwitchMs: number;
  readonly fromWelcomeMs: number;
}

export async function benchBootstrap(report: Report, folder: string): Promise<void> {
  const small = await prepare(join(folder, 'small'), RECORDS);
  const { ms, rawMs } = await sample(small, join(folder, 'small'), RUNS);
  const limit = median(rawMs);
  const welcome = median(ms.map((s) => s.fromWelcomeMs));
  const name = `first sync of ${RECORDS.toLocaleString('en')} records, 20 fields`;
  report.figure(
    heldToLimit({ id: 'P-8', name: `${name}, from the welcome on`, value: welcome, unit: 'ms', limit }, 1.5),
  );
  report.figure(
    shown({
      id: 'P-8',
      name: `${name}, dialling and hello included`,
      value: median(ms.map((s) => s.fromSwitchMs)),
      unit: 'ms',
      limit,
    }),
  );
  const again = await sentTwice(small, join(folder, 'cut'));
  report.figure(
    heldToValue(
      { id: 'P-8', name: 'cut half-way and resumed: records that came twice', value: again, unit: 'records' },
      DELTA_RECORDS,
    ),
  );
  await end(small);

  const large = await prepare(join(folder, 'large'), RECORDS * 10);
  const tenfold = await sample(large, join(folder, 'large'), 2);
  await end(large);
  const largeMs = Math.min(...tenfold.ms.map((s) => s.fromWelcomeMs));
  report.figure(
    heldToLimit(
      {
        id: 'P-8',
        name: 'ten times as many records, against ten times the time',
        value: largeMs,
        unit: 'ms',
        limit: welcome * 10,
      },
      1.2,
    ),
  );
  report.figure(
    shown({
      id: 'P-8',
      name: 'ten times as many records, against the bare one',
      value: largeMs,
      unit: 'ms',
      limit: Math.min(...tenfold.rawMs),
    }),
  );
}

async function prepare(folder: string, records: number): Promise<Prepared> {
  mkdirSync(folder, { recursive: true });
  const made = hospital(records, 20);
  const head = await prepareServer(join(folder, 'server.db'), made);
  writeRows(join(folder, 'raw.db'), made.jobs);
  const server = await startChild(SERVER, [join(folder, 'server.db')]);
  const raw = await startChild(RAW_SERVER, [join(folder, 'raw.db')]);
  return { server, raw, head, technician: made.technician };
}

async function end({ server, raw }: Prepared): Promise<void> {
  await server.stop();
  await raw.stop();
}

/** The product and the limit by turns; the first turn of each is not counted, it only warms both up. */
async function sample(
  at: Prepared,
  folder: string,
  runs: number,
): Promise<{ ms: readonly Synced[]; rawMs: readonly number[] }> {
  const ms: Synced[] = [];
  const rawMs: number[] = [];
  for (let run = 0; run <= runs; run++) {
    rawMs.push(await rawSync(at.raw.url, join(folder, `raw-${run}.db`)));
    ms.push(await firstSync(at, join(folder, `console-${run}`)));
  }
  return { ms: ms.slice(1), rawMs: rawMs.slice(1) };
}

async function firstSync(at: Prepared, folder: string): Promise<Synced> {
  const bench = openConsole(join(folder, 'replica.db'));
  await bench.enrol(at.server.url, at.technician);
  const there = awaited('the first sync', PATIENCE_MS);
  let welcomedAt = 0;
  const engine = bench.engine(at.server.url, (e) => {
    if (welcomedAt === 0 && e.state().name === 'live') welcomedAt = nowMs();
    if (bench.replica.cursor() >= at.head) there.done();
  });
  const start = nowMs();
  engine.switchOn();
  await there.promise;
  const done = nowMs();
  await engine.close();
  bench.close();
  return { fromSwitchMs: done - start, fromWelcomeMs: done - welcomedAt };
}

/** Records that arrive a second time when the connection ends in the middle and is made again. */
async function sentTwice(at: Prepared, folder: string): Promise<number> {
  const bench = openConsole(join(folder, 'replica.db'));
  await bench.enrol(at.server.url, at.technician);
  const there = awaited('the resumed sync', PATIENCE_MS);
  const seen = new Set<string>();
  let twice = 0;
  let isCut = false;
  const watch = (dialer: Dialer): Dialer => ({
    ...dialer,
    dial: (events) => {
      let close = (): void => {};
      return dialer.dial({
        ...events,
        onOpen(link) {
          close = () => link.close();
          events.onOpen(link);
        },
        onFrame(frame) {
          const { message } = readDown(zstdPacker, frame);
          for (const id of message.k === 'delta' ? message.rows.id : []) {
            if (seen.has(id)) twice += 1;
            seen.add(id);
          }
          events.onFrame(frame);
          if (isCut || seen.size < RECORDS / 2) return;
          isCut = true;
          close();
        },
      });
    },
  });
  const engine: Engine = bench.engine(
    at.server.url,
    () => {
      if (bench.replica.cursor() >= at.head) there.done();
    },
    watch,
  );
  engine.switchOn();
  await there.promise;
  await engine.close();
  bench.close();
  return twice;
}
