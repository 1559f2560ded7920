/**
 * What the recorder watches: a server and a console from their very first start, each in a process of its own. The
 * console saves, is closed, starts again, and the server is killed and started again under it. Arguments: the folder
 * that holds all their files, and how many saves each run of the console makes.
 */
import { join } from 'node:path';
import { startSaver, startServer, type ServerChild } from './saver.ts';

const [folder = '', saves = '0'] = process.argv.slice(2);
const file = join(folder, 'server.db');
const LIMIT_MS = 120_000;

// A run that hangs ends with an error, and its processes with it.
setTimeout(() => process.exit(1), LIMIT_MS).unref();

let server = startServer(file, 0);
const url = await urlOf(server);
await runSaver(Number(saves), async () => {});
await runSaver(Number(saves), async () => {
  await server.child.kill();
  server = startServer(file, Number(new URL(url).port));
  await urlOf(server);
});
server.child.signal('SIGTERM');
await server.child.ended;

/** `midway` is done when half of the saves have been acknowledged. */
async function runSaver(count: number, midway: () => Promise<void>): Promise<void> {
  let said = 0;
  const half = Promise.withResolvers<void>();
  const saver = startSaver(
    {
      profile: join(folder, 'laptop'),
      server: url,
      person: 'Chloe Martin',
      saves: count,
      bytes: 20,
      pauseMs: 0,
      checkpoints: false,
    },
    {
      onLine: (line) => {
        if (line.startsWith('saved ')) said += 1;
        if (said >= count / 2) half.resolve();
      },
    },
  );
  await Promise.race([half.promise, saver.ended]);
  await midway();
  if ((await saver.line(/^drained/)) === null) throw new Error(`the console ended: ${saver.complaints}`);
  saver.say('close');
  await saver.ended;
}

async function urlOf({ child, url: heard }: ServerChild): Promise<string> {
  const found = await heard;
  if (found === null) throw new Error(`the server ended: ${child.complaints}`);
  return found;
}
