/** `restore`: a backup becomes the database, and its log a new incarnation: the laptops bring back what came later (W-12). */
import { randomUUID } from 'node:crypto';
import { putInPlace } from '../storage/sqlite/put-in-place.ts';
import { readArgs, required, type Command } from './command.ts';
import { databaseFile, DB_HELP, DB_OPTION, withOrganisation } from './database.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'put a backup in the place of the database',
  help: `restore --from FILE [options]

Stop the server first. The database that is there is set aside, not deleted. What was written after the backup comes back
from the laptops as they connect; only what no laptop has any more is lost.

  --from FILE          a backup made by "backup"
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, { ...DB_OPTION, from: { type: 'string' } });
    const from = required('--from', values.from);
    const aside = putInPlace(from, databaseFile(values.db));
    return withOrganisation(values.db, async ({ storage, org }) => {
      const head = storage.incarnations.begin(org, {
        incarnation: randomUUID(),
        cause: 'restored',
        at: Date.now(),
        lost: null,
      });
      const kept = aside === null ? '' : ` What was there before is ${aside}.`;
      return output.result(`Restored up to entry ${head.position} of the log.${kept} Start the server.`, {
        position: head.position,
        incarnation: head.incarnation,
        aside,
      });
    });
  },
};
