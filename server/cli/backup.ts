/** `backup`: a copy of the database, at work or not, that `restore` takes (W-12). */
import { setImmediate as soon } from 'node:timers/promises';
import { auditKey } from '../audit/audit-key.ts';
import { makeCheckpoint } from '../audit/checkpoint.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { backUp } from '../storage/sqlite/back-up.ts';
import { readArgs, required, type Command } from './command.ts';
import { databaseFile, DB_HELP, DB_OPTION } from './database.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'copy the database, also while the server runs',
  help: `backup --to FILE [options]

Makes a checked copy of one moment of the database. From then on the log up to that moment counts as safe: laptops need
not keep their own copy of that work any more. Keep the file on another disk.

  --to FILE            the backup; a file that is there is not overwritten
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, { ...DB_OPTION, to: { type: 'string' } });
    const to = required('--to', values.to);
    const progress = (done: number, of: number): void => output.progress(`${done} of ${of} pages`);
    const made = await backUp(databaseFile(values.db), to, Date.now(), progress, signCheckpoint);
    return output.result(`${to} holds everything up to entry ${made.position} of the log.`, {
      backup: to,
      position: made.position,
    });
  },
};

/** So that the backup, too, can be held to what the log was. A log that is not as it was signed is copied all the same. */
async function signCheckpoint(storage: Storage): Promise<void> {
  const org = storage.directory.organisation()?.org;
  if (org === undefined) return;
  await makeCheckpoint({
    storage,
    org,
    key: auditKey(storage.directory),
    clock: () => Date.now(),
    pause: () => soon(),
  });
}
