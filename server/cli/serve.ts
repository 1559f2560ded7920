/** `serve`: the server itself, until it is told to stop. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { pino } from 'pino';
import { composeCommitter, schema, serve as startServer, sha256, type Serving } from '../compose.ts';
import { DEMO_NAME, DEMO_ORG, seedDemo } from '../demo/seed-demo.ts';
import { createLog, LOG_LEVELS, type LogLevel } from '../ops/log.ts';
import { createMetrics } from '../ops/metrics.ts';
import type { StorageFault } from '../storage/contract/fault.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import { createSqliteStorage } from '../storage/sqlite/storage.ts';
import { Failure, readArgs, UsageError, wholeNumber, type Command } from './command.ts';
import { databaseFile, DB_HELP, DB_OPTION } from './database.ts';

const OPTIONS = {
  ...DB_OPTION,
  port: { type: 'string', default: '8484' },
  host: { type: 'string', default: '127.0.0.1' },
  demo: { type: 'boolean', default: false },
  log: { type: 'string', default: 'info' },
} as const;

export const serve: Command = {
  name: 'serve',
  summary: 'run the server',
  help: `serve [options]

  --port N             port to listen on (default 8484; 0 takes a free one)
  --host ADDRESS       address to listen on (default 127.0.0.1: this machine alone)
  --demo               fill an empty database with the demo hospital
  --log LEVEL          ${LOG_LEVELS.join(', ')} (default info; on stderr)
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, OPTIONS);
    const port = wholeNumber('--port', values.port, 0, 65_535);
    const level = LOG_LEVELS.find((l) => l === values.log);
    if (!level) throw new UsageError(`--log ${values.log}: levels are ${LOG_LEVELS.join(', ')}.`);
    const stop = new AbortController();
    let fault: StorageFault | null = null;
    const onFault = (found: StorageFault): void => {
      fault = found;
      stop.abort();
    };
    const database = openDatabase(databaseFile(values.db), values.demo ? 'anything' : 'existing');
    const storage = createSqliteStorage(database, onFault);
    try {
      const org = await organisationOf(storage, values.demo);
      const serving = await listen({ storage, org, port, host: values.host, level });
      output.result(`server ready: ${serving.url}`, { event: 'ready', url: serving.url });
      await untilStopped(stop.signal);
      await serving.close();
    } finally {
      storage.close();
    }
    if (fault) throw fault;
    return 0;
  },
};

async function organisationOf(storage: Storage, demo: boolean): Promise<string> {
  const found = storage.directory.organisation();
  if (found && demo && !found.demo)
    throw new Failure(
      `This database holds "${found.name}", which is no demo. Leave out --demo, or name another file with --db.`,
    );
  if (found) return found.org;
  if (!demo) throw new Failure('The database is empty. Run "init" first, or start with --demo.');
  const now = Date.now();
  storage.directory.createOrganisation(DEMO_ORG, DEMO_NAME, true, now, randomUUID());
  await seedDemo({ storage, schema, sha256, now, newKey, committer: composeCommitter(storage, DEMO_ORG) });
  return DEMO_ORG;
}

/** For the two laptops of the demo's story: nobody keeps their private keys. */
function newKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}

interface Listen {
  readonly storage: Storage;
  readonly org: string;
  readonly port: number;
  readonly host: string;
  readonly level: LogLevel;
}

async function listen({ storage, org, port, host, level }: Listen): Promise<Serving> {
  const log = createLog(level, () => Date.now(), pino.destination(2));
  try {
    return await startServer({
      storage,
      org,
      port,
      host,
      metrics: createMetrics('process'),
      log: (line) => log.info(line),
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE')
      throw new Failure(`Port ${port} is in use. Choose another one with --port, or stop what is using it.`);
    if (code === 'EACCES')
      throw new Failure(`Port ${port} needs rights that this user does not have. Choose one above 1023 with --port.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Failure(`${host} is no address of this machine. Choose one with --host.`);
    throw error;
  }
}

/** SIGINT, SIGTERM, or a fault of the storage. */
async function untilStopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(stop, 'abort')]);
}
