// Starts a program of this project on Node 24 in the foreground: arguments, standard streams, signals and the exit code
// pass through, so that what npm starts behaves as if it had been started directly.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { TOP } from './setup.mjs';

/** How soon a program stops whose npm was ended. */
const PARENT_CHECK_MS = 250;

/** Never returns: ends this process as the program ended. */
export function launch(node, args, extraEnv = {}) {
  // Children of the program that ask for `node` must get the same one.
  const path = [dirname(node), join(TOP, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(node, args, { cwd: TOP, stdio: 'inherit', env: { ...process.env, PATH: path, ...extraEnv } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to the whole group: the program has it already, and a second one could mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  endWithNpm(child);
  child.on('error', (error) => {
    process.stderr.write(`cannot start Node 24 at ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
  });
}

/**
 * npm passes SIGTERM to the shell that it started, and many shells die of it without telling their child. So when this was
 * started by npm and the shell above is gone, the program is asked to stop.
 */
function endWithNpm(child) {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, PARENT_CHECK_MS);
  watch.unref();
}
