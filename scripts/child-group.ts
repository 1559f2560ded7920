// Starts a child in a process group of its own and makes sure that the group dies with this process, or when it is told to:
// a test run that is stopped must not leave servers and browsers behind.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { TOP } from './check/source-files.ts';

const live = new Set<ChildProcess>();

export function spawnGroup(
  command: readonly [string, ...string[]],
  stdio: StdioOptions,
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  if (live.size === 0) endWithThisProcess();
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: TOP, stdio, env, detached: true });
  live.add(child);
  child.on('close', () => live.delete(child));
  return child;
}

/** Ends a child and everything it started that is still in its group. */
export function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function endWithThisProcess(): void {
  process.once('exit', () => {
    for (const child of live) endGroup(child);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(1));
  }
}
