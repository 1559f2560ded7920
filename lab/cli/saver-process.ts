/**
 * A console without a window, in a process of its own, that saves on and on: the real core on real files, with the
 * profile's lock as the shells take it. A line `saved ID` leaves it only after the save has returned, so whoever reads
 * that line may hold the console to it (SAVE-1). Started with one argument, the JSON of `SaverTask`.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { composeConsole } from '../../main/compose.ts';
import { openReplica } from '../../main/replica/open.ts';
import { lockProfile, prepareProfile } from '../../main/shell/profile.ts';
import { startFailure } from '../../main/shell/start-failure.ts';
import type { Saw } from '../../domain/change/change.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { ConsoleApi } from '../../protocol/ipc/api.ts';
import type { WorkRow } from '../../protocol/ipc/views.ts';
import { SAVER_PIN, type SaverTask } from './saver.ts';

const SAW_NOTHING: Saw = { writer: null, canonical: null, archived: null };
const LOOK_MS = 5;
/** Every so many saves one alters a job instead of adding a note. */
const EDIT_EVERY = 4;

const task = JSON.parse(process.argv[2] ?? '{}') as SaverTask;
const shown = { theme: 'light', textSize: 'normal', density: 'normal' } as const;
const say = (line: string): void => void writeSync(1, `${line}\n`);

let saving = task.saves !== 0;
let ending: 'close' | null = null;
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'hold') saving = false;
  if (line === 'close') ending = 'close';
});
process.stdin.once('end', () => process.exit(0));

try {
  await run();
} catch (error) {
  const known = startFailure(error);
  process.stderr.write(
    `${known?.words ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  );
  process.exit(1);
}

async function run(): Promise<void> {
  prepareProfile(task.profile);
  const lock = lockProfile(task.profile);
  const core = await composeConsole({
    profileDir: task.profile,
    server: task.server,
    shell: 'browser',
    version: '0.0.0-lab',
    openAnother: null,
    log: () => {},
    settings: { get: () => shown, set: () => shown },
    keys: { replicaKey: () => Promise.resolve(null) },
  });
  const { api } = core;
  await signIn(api);
  const checkpoint = task.checkpoints ? checkpointer() : () => {};
  say('ready');
  await saveOn(api, checkpoint);
  await core.close();
  lock.release();
  say('closed');
  process.exit(0);
}

async function signIn(api: ConsoleApi): Promise<void> {
  if (api.state().person !== null) return api.unlock(SAVER_PIN);
  const person = (await api.demoPeople()).find((p) => p.name === task.person);
  if (!person) throw new Error(`nobody is called ${task.person}`);
  await api.enrolDemo({ person: person.id, pin: SAVER_PIN });
}

/** Saves until it is told to hold or has made as many as it was asked for; then says `drained` when nothing waits. */
async function saveOn(api: ConsoleApi, checkpoint: () => void): Promise<void> {
  let job: RecordId | undefined;
  let made = 0;
  let drained = false;
  while (ending === null) {
    job ??= jobs(api)[0]?.id;
    if (saving && job !== undefined) {
      for (const id of saveOne(api, job, made)) say(`saved ${id}`);
      checkpoint();
      made += 1;
      if (task.saves !== null && made >= task.saves) saving = false;
      await (task.pauseMs > 0 ? sleep(task.pauseMs) : turn());
      continue;
    }
    const { waiting } = api.state();
    const idle = job !== undefined && !saving && waiting.total === 0 && waiting.confirming === 0;
    if (idle && !drained) say('drained');
    drained = idle;
    await sleep(LOOK_MS);
  }
}

function jobs(api: ConsoleApi): readonly WorkRow[] {
  return api.workList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 2 }).rows;
}

/** Notes on one job, and now and then the findings of another one, which everybody writes. */
function saveOne(api: ConsoleApi, job: RecordId, number: number): readonly string[] {
  const text = `${task.person} ${process.pid} ${number} ${'x'.repeat(task.bytes)}`;
  const other = number % EDIT_EVERY === EDIT_EVERY - 1 ? jobs(api)[1]?.id : undefined;
  const edit =
    other === undefined
      ? {
          record: null,
          collection: 'note',
          group: 'entry',
          set: { workOrder: job, text, writtenAt: number },
          saw: SAW_NOTHING,
        }
      : { record: other, collection: 'workOrder', group: 'findings', set: { text }, saw: findingsSeen(api, other) };
  return api.save({ edits: [edit] }).changes;
}

function findingsSeen(api: ConsoleApi, job: RecordId): Saw {
  return api.visit(job)?.job.groups['findings']?.saw ?? SAW_NOTHING;
}

/** A second connection that moves the write-ahead log into the database after every save, so that a kill finds it at it. */
function checkpointer(): () => void {
  const db = openReplica({ file: join(task.profile, 'replica.db'), key: null });
  return () => void db.pragma('wal_checkpoint(TRUNCATE)');
}
