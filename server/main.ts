/** The server's command line: `npm run server -- COMMAND`. Exit 0 done, 1 failed, 2 not understood. */
import { runCommandLine } from './cli/run.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
