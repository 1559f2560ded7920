/** P-7: what changes weigh on their way up, as the frames that the console really sends: packed, signed, saying what it saw. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { frameText } from '../protocol/wire/frame.ts';
import type { RecordId } from '../domain/ids.ts';
import { deviceKey } from '../main/identity/device-key.ts';
import { Dispatcher } from '../main/queue/dispatcher.ts';
import { Pusher } from '../main/sync/push.ts';
import { zstdPacker } from '../main/sync/zstd.ts';
import { heldToValue, shown, type Report } from './figure.ts';
import { rawBytes } from './limits/raw-bytes.ts';
import { forgetContact, openConsole, withoutWaiting } from './parts/bench-console.ts';
import { creates, shortSingles, singles, standardDay, type Act } from './workload/acts.ts';

const CHANGES = 5_000;
const BATCH = 500;

/** `template`: a folder with a console that has the jobs. */
export function benchBytes(report: Report, folder: string, template: string, jobs: readonly RecordId[]): void {
  const acts = shortSingles(CHANGES, jobs);
  const limit = rawBytes(acts, jobs, BATCH);
  const up = (name: string, of: readonly Act[]): number => bytesUp(join(folder, `bytes-${name}`), template, of);
  const figure = { id: 'P-7', unit: 'B' };
  report.figure(
    heldToValue(
      {
        ...figure,
        name: `up per single-field edit, batches of ${BATCH}, values of 12 characters`,
        value: up('short', acts),
        limit,
      },
      16,
    ),
  );
  report.figure(
    shown({
      ...figure,
      name: 'up per single-field edit, values as real notes are',
      value: up('notes', singles(CHANGES, jobs)),
    }),
  );
  report.figure(
    shown({
      ...figure,
      name: 'up per change of a standard day (30 % creates)',
      value: up('day', standardDay(CHANGES, jobs)),
    }),
  );
  report.figure(shown({ ...figure, name: 'up per create', value: up('creates', creates(CHANGES, jobs)) }));
}

/** Bytes of all push frames over the number of changes in them. */
function bytesUp(folder: string, template: string, acts: readonly Act[]): number {
  cpSync(template, folder, { recursive: true });
  const bench = openConsole(join(folder, 'replica.db'));
  forgetContact(bench.replica);
  withoutWaiting(bench.replica, () => {
    for (const act of acts) bench.act(act);
  });
  const dispatcher = new Dispatcher(bench.replica);
  const { sign } = deviceKey(bench.replica);
  let bytes = 0;
  // A pusher keeps a few batches in flight; a new one has none, and the dispatcher knows what has gone.
  for (
    let push = new Pusher(bench.replica, dispatcher, sign).next(0);
    push;
    push = new Pusher(bench.replica, dispatcher, sign).next(0)
  ) {
    bytes += zstdPacker.pack(frameText(push)).length;
  }
  bench.close();
  return bytes / acts.length;
}
