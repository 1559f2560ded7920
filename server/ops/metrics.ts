/**
 * What the server counts, for Prometheus: names start with holdfast_, units are in the names, and labels take few values
 * (never a person, a device or a record). Each server has a registry of its own, so that two in one process do not mix.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SessionMetrics } from '../session/ports.ts';

export interface Metrics extends SessionMetrics {
  connected(devices: number): void;
  committed(milliseconds: number): void;
  refusedPush(kind: string): void;
  /** Text in the exposition format, and its content type. */
  render(): Promise<{ readonly text: string; readonly type: string }>;
}

/** Seconds: from a quick fsync to a disk in trouble. */
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** `process` adds memory, CPU and event-loop figures of the whole process: for the real server, not for tests. */
export function createMetrics(scope: 'server' | 'process'): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (scope === 'process') collectDefaultMetrics({ register: registry, prefix: 'holdfast_' });

  const changes = new Counter({
    name: 'holdfast_changes_total',
    help: 'Edits by what became of them',
    labelNames: ['outcome'] as const,
    registers,
  });
  const pushed = new Counter({ name: 'holdfast_pushed_changes_total', help: 'Changes received', registers });
  const batches = new Counter({ name: 'holdfast_batches_total', help: 'Batches received', registers });
  const push = new Histogram({
    name: 'holdfast_push_seconds',
    help: 'From a batch to its durable outcomes',
    buckets: SECONDS,
    registers,
  });
  const commit = new Histogram({
    name: 'holdfast_commit_seconds',
    help: 'One group commit',
    buckets: SECONDS,
    registers,
  });
  const devices = new Gauge({ name: 'holdfast_connected_devices', help: 'Consoles connected now', registers });
  const refusedPushes = new Counter({
    name: 'holdfast_pushes_refused_total',
    help: 'Batches that could not be taken',
    labelNames: ['kind'] as const,
    registers,
  });
  const refusedFrames = new Counter({
    name: 'holdfast_frames_refused_total',
    help: 'Messages that were malformed, too large or too many',
    labelNames: ['kind'] as const,
    registers,
  });
  const rows = new Counter({ name: 'holdfast_pull_rows_total', help: 'Records sent to consoles', registers });
  const mended = new Counter({
    name: 'holdfast_replicas_mended_total',
    help: 'Parts of replicas that differed from the log, by whether the repair holds',
    labelNames: ['result'] as const,
    registers,
  });

  const cuts = new Counter({
    name: 'holdfast_log_cuts_total',
    help: 'Times a laptop proved that the log lost its end: the database is an older one',
    registers,
  });

  const differences = new Counter({
    name: 'holdfast_ledger_differences_total',
    help: 'Books of a laptop and the server that contradict each other, by what is wrong',
    labelNames: ['kind'] as const,
    registers,
  });

  return {
    pushed(count, milliseconds) {
      batches.inc();
      pushed.inc(count);
      push.observe(milliseconds / 1000);
    },
    committed: (milliseconds) => commit.observe(milliseconds / 1000),
    outcome: (kind) => changes.inc({ outcome: kind }),
    refusedPush: (kind) => refusedPushes.inc({ kind }),
    refusedFrame: (kind) => refusedFrames.inc({ kind }),
    ledgerDiffers: (kind) => differences.inc({ kind }),
    sentRows: (count) => rows.inc(count),
    logCut: () => cuts.inc(),
    mended: (result) => mended.inc({ result }),
    connected: (count) => devices.set(count),
    render: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  };
}
