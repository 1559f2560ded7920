/**
 * Runs a console in the browser shell until it is closed: profile, lock, port and screens first, so that whatever is
 * wrong with them is said before the database is touched; then the core; then the window.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { otherConsoles } from '../another.ts';
import type { CommandLine } from '../command-line.ts';
import type { ComposeConsole } from '../core.ts';
import { openLog } from '../log-file.ts';
import { defaultProfileDir, lockProfile, prepareProfile } from '../profile.ts';
import { listRendererFiles } from '../renderer-files.ts';
import { CannotStart } from '../start-failure.ts';
import { takePort } from './http.ts';
import { browserSettings, noKeys, startBrowserShell } from './shell.ts';
import { addressWithToken, TOKEN_FILE } from './way-in.ts';

export interface RunOptions {
  readonly command: CommandLine;
  /** The program's own start file, for another console beside this one. */
  readonly program: string;
  readonly screens: string;
  readonly version: string;
  readonly loadCore: () => Promise<ComposeConsole>;
  /** Lines for people and scripts that read them. */
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

export interface RunningConsole {
  readonly profileDir: string;
  /** Settles when the person closed the window. */
  readonly closedByPerson: Promise<void>;
  close(): Promise<void>;
}

/** Throws `StartFailure`, having let go of everything. */
export async function runInBrowser(options: RunOptions): Promise<RunningConsole> {
  const { command, say, warn } = options;
  const profileDir = resolve(command.profile ?? defaultProfileDir(process.env, process.platform));
  /** Undone in reverse, at the end or when a later step fails: the lock is let go last. */
  const undo: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
      await step();
    }
  };
  try {
    const files = listRendererFiles(options.screens);
    if (files === null) throw new CannotStart('notBuilt', 'The screens are not built yet. Run "npm run build" first.');
    prepareProfile(profileDir);
    const lock = lockProfile(profileDir);
    undo.push(() => lock.release());
    const log = openLog(profileDir);
    undo.push(() => log.close());
    const local = await takePort(command.port);
    undo.push(() => void local.server.close());
    const others = consolesBeside(options, profileDir);
    undo.push(() => others.close());

    const composeConsole = await options.loadCore();
    const core = await composeConsole({
      profileDir,
      server: command.server,
      shell: 'browser',
      version: options.version,
      settings: browserSettings(profileDir),
      keys: noKeys,
      openAnother: others.openAnother,
      log: log.write,
    });
    undo.push(() => core.close());

    const closed = Promise.withResolvers<void>();
    const shell = startBrowserShell({
      local,
      files,
      core,
      profileDir,
      log: log.write,
      onNoWindow: (words) => warn(`${words}. Open this file in a browser instead: ${shell.wayIn.page}`),
      onClosed: closed.resolve,
    });
    undo.push(() => shell.close());
    say(`console ready: ${shell.url}`);
    say(`console token: ${shell.wayIn.tokenFile}`);
    if (command.open) shell.open();
    return { profileDir, closedByPerson: closed.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens windows if this console did; if it did not, whoever drives this one gets the way into the other. */
function consolesBeside({ command, program }: RunOptions, ownProfile: string): ReturnType<typeof otherConsoles> {
  const like = [
    ...(command.server === null ? [] : ['--server', command.server]),
    ...(command.open ? [] : ['--no-open']),
  ];
  return otherConsoles({
    profileDir: ownProfile,
    start: (profileDir) =>
      spawn(process.execPath, [program, '--shell', 'browser', '--profile', profileDir, ...like], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    address: (url, profileDir) =>
      command.open ? url : addressWithToken(url, readFileSync(join(profileDir, TOKEN_FILE), 'utf8')),
  });
}
