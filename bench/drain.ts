/**
 * P-3 and P-7: five thousand changes made offline on ten thousand records, brought home to a server in its own process
 * until each is durable there and seen back here; and what they cost on the wire.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordId } from '../domain/ids.ts';
import { benchBytes } from './bytes.ts';
import { heldToLimit, shown, type Report } from './figure.ts';
import { rawApply } from './limits/raw-apply.ts';
import { forgetContact, jobsOf, openConsole, withoutWaiting } from './parts/bench-console.ts';
import { startChild, type Running } from './parts/child.ts';
import { prepareServer } from './parts/prepare-server.ts';
import { awaited, median, nowMs } from './sample.ts';
import { singles, standardDay, type Act } from './workload/acts.ts';
import { hospital } from './workload/hospital.ts';

const RECORDS = 10_000;
const CHANGES = 5_000;
const RUNS = 5;
const PATIENCE_MS = 120_000;
const SERVER = new URL('parts/server-process.ts', import.meta.url);

export interface Drained {
  /** From the tap on "connect". */
  readonly fromSwitchMs: number;
  /** From the welcome on. */
  readonly fromWelcomeMs: number;
}

export async function benchDrain(report: Report, folder: string): Promise<void> {
  const template = join(folder, 'template');
  const jobs = await prepareTemplate(template);
  const edits = singles(CHANGES, jobs);
  fill(join(folder, 'singles'), template, edits);
  fill(join(folder, 'day'), template, standardDay(CHANGES, jobs));
  const server = await startChild(SERVER, [join(template, 'server.db')]);
  const raw: number[] = [];
  const drained: Drained[] = [];
  const day: Drained[] = [];
  // The first turn is not counted: it only warms everybody up.
  for (let run = 0; run <= RUNS; run++) {
    raw.push(rawApply(join(folder, `raw-apply-${run}.db`), jobs, edits));
    drained.push(await drain(server, join(folder, `singles-${run}`), join(folder, 'singles')));
    if (run < 3) day.push(await drain(server, join(folder, `day-${run}`), join(folder, 'day')));
  }
  await server.stop();
  const limit = median(raw.slice(1));
  const of = (list: readonly Drained[], key: keyof Drained): number => median(list.slice(1).map((d) => d[key]));
  const name = `${CHANGES.toLocaleString('en')} offline edits, durable there and seen back here`;
  const figure = { id: 'P-3', unit: 'ms', limit };
  report.figure(heldToLimit({ ...figure, name: `${name}, from the welcome`, value: of(drained, 'fromWelcomeMs') }, 2));
  report.figure(shown({ ...figure, name: `${name}, from the dial`, value: of(drained, 'fromSwitchMs') }));
  report.figure(
    shown({
      ...figure,
      name: 'a standard day of as many (30 % creates), from the welcome',
      value: of(day, 'fromWelcomeMs'),
    }),
  );
  benchBytes(report, folder, join(template, 'console'), jobs);
}

/** A server with the hospital and a console that has all of it. Gives the jobs. */
async function prepareTemplate(folder: string): Promise<readonly RecordId[]> {
  mkdirSync(folder, { recursive: true });
  const made = hospital(RECORDS, 18);
  const head = await prepareServer(join(folder, 'server.db'), made);
  const server = await startChild(SERVER, [join(folder, 'server.db')]);
  const bench = openConsole(join(folder, 'console', 'replica.db'));
  await bench.enrol(server.url, made.technician);
  const there = awaited('the first sync', PATIENCE_MS);
  const engine = bench.engine(server.url, () => {
    if (bench.replica.cursor() >= head) there.done();
  });
  engine.switchOn();
  await there.promise;
  await engine.close();
  const jobs = jobsOf(bench.replica);
  bench.close();
  await server.stop();
  return jobs;
}

function fill(folder: string, template: string, acts: readonly Act[]): void {
  cpSync(template, folder, { recursive: true });
  const bench = openConsole(join(folder, 'console', 'replica.db'));
  forgetContact(bench.replica);
  withoutWaiting(bench.replica, () => {
    for (const act of acts) bench.act(act);
  });
  bench.close();
}

async function drain(server: Running, folder: string, template: string): Promise<Drained> {
  cpSync(template, folder, { recursive: true });
  const url = await server.serve(join(folder, 'server.db'));
  const bench = openConsole(join(folder, 'console', 'replica.db'));
  const open = bench.replica.db.prepare("SELECT 1 FROM change WHERE state NOT IN ('settled', 'replaced') LIMIT 1");
  const settled = awaited('the drain', PATIENCE_MS);
  let welcomedAt = 0;
  const engine = bench.engine(url, (at) => {
    if (welcomedAt === 0 && at.state().name === 'live') welcomedAt = nowMs();
    if (welcomedAt > 0 && open.get() === undefined) settled.done();
  });
  const start = nowMs();
  engine.switchOn();
  await settled.promise;
  const end = nowMs();
  await engine.close();
  bench.close();
  return { fromSwitchMs: end - start, fromWelcomeMs: end - welcomedAt };
}
