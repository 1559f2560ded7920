/** Takes the place of main/compose.ts where a test is about a shell: no database, no server, an answer to each call. */
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ReplicaFault } from '../../main/replica/replica-fault.ts';
import type { ConsoleCore, ConsoleOptions } from '../../main/shell/core.ts';
import { standInApi } from './console-api.ts';

export const REFUSE_FILE = 'stand-in-refuses';
export const REFUSE_WORDS = 'The database is damaged. Take it out of the way and get a copy from the server.';

export async function composeConsole(options: ConsoleOptions): Promise<ConsoleCore> {
  // As the real one does for a database that is not ours or damaged.
  if (existsSync(join(options.profileDir, REFUSE_FILE))) throw new ReplicaFault('damaged', REFUSE_WORDS);
  const { api } = standInApi();
  const key = await options.keys.replicaKey();
  // What reached the core, for the test to read when the process is gone.
  const note = (line: string): void => appendFileSync(join(options.profileDir, 'stand-in-core.log'), `${line}\n`);
  note(`composed ${options.shell} ${options.server ?? 'no server'} key ${key === null ? 'none' : key.toString('hex')}`);
  return {
    api: {
      ...api,
      settings: () => options.settings.get(),
      changeSettings: (change) => options.settings.set(change),
      save(input) {
        note(`save ${JSON.stringify(input)}`);
        return api.save(input);
      },
      openAnotherConsole: () => options.openAnother?.() ?? Promise.reject(new Error('no other console')),
    },
    close() {
      note('closed');
      return Promise.resolve();
    },
  };
}
