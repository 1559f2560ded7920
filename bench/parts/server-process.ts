/**
 * The product's server in a process of its own, as the benches meet it. It serves the file it was started with, then
 * every file that it is told of: a server in service is warm, and so is this one from its second file on.
 */
import { createMetrics } from '../../server/ops/metrics.ts';
import { serve } from '../../server/compose.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { ORG } from './prepare-server.ts';

async function open(file: string): Promise<{ readonly close: () => Promise<void> }> {
  const storage = createSqliteStorage(openDatabase(file, 'existing'));
  const serving = await serve({
    storage,
    org: ORG,
    host: '127.0.0.1',
    port: 0,
    metrics: createMetrics('server'),
    log: () => {},
  });
  process.send?.({ url: serving.url });
  return {
    async close() {
      await serving.close();
      storage.close();
    },
  };
}

process.once('disconnect', () => process.exit());

let now = open(process.argv[2] ?? '');
process.on('message', (message: { readonly serve: string } | 'stop') => {
  now = now.then(async (before) => {
    await before.close();
    if (message !== 'stop') return open(message.serve);
    process.disconnect();
    return before;
  });
});
