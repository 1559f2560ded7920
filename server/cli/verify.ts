/** `verify`: proof that nothing in the log or the records was altered. */
import { verify } from '../admin/verify.ts';
import { digest48, sha256 } from '../compose.ts';
import { readArgs, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, withOrganisation } from './database.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'prove that log and records are what was written',
  help: `verify [options]

Reckons the chain of the log from its first entry, and every record against its digest and the sums. Exit 1 when
something does not fit.

${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, DB_OPTION);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const progress = (done: number, of: number): void => output.progress(`${done} of ${of} entries`);
      const found = verify({ storage, org, sha256, digest: digest48, progress });
      const size = `${found.entries} entries of the log and ${found.records} records`;
      const words =
        found.problems.length === 0 ? `${size}: all is as it was written.` : `${size}:\n${found.problems.join('\n')}`;
      output.result(words, { ...found, ok: found.problems.length === 0 });
      return found.problems.length === 0 ? 0 : 1;
    });
  },
};
