/**
 * Starts a console inside Electron once it is ready: lock, log and screens first, then the core, then the bridge; a
 * window comes last. Throws `StartFailure`, having let go of everything.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { app, ipcMain, safeStorage, session } from 'electron';
import ElectronStore from 'electron-store';
import { otherConsoles } from '../another.ts';
import type { CommandLine } from '../command-line.ts';
import type { ComposeConsole } from '../core.ts';
import { openLog } from '../log-file.ts';
import { lockProfile } from '../profile.ts';
import { listRendererFiles } from '../renderer-files.ts';
import { SETTINGS_NAME, settingsOver } from '../settings-store.ts';
import { CannotStart } from '../start-failure.ts';
import { bridgePages } from './bridge.ts';
import { desktopNotices } from './notices.ts';
import { safeStorageKeys } from './safe-storage.ts';
import { serveScreens } from './screens.ts';
import { guardSession } from './security.ts';

export interface ElectronRunOptions {
  readonly command: CommandLine;
  readonly profileDir: string;
  /** Folder of the built main script. */
  readonly builtMain: string;
  readonly loadCore: () => Promise<ComposeConsole>;
  readonly warn: (words: string) => void;
  /** Brings the window to the front. */
  readonly toFront: () => void;
}

export interface ElectronConsole {
  readonly log: (line: object) => void;
  close(): Promise<void>;
}

export async function runInElectron({
  command,
  profileDir,
  builtMain,
  loadCore,
  warn,
  toFront,
}: ElectronRunOptions): Promise<ElectronConsole> {
  /** Undone in reverse, at the end or when a later step fails: the lock is let go last. */
  const undo: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const files = listRendererFiles(join(builtMain, '..', 'renderer'));
    if (files === null)
      throw new CannotStart(
        'notBuilt',
        'The screens are missing from this installation. Install Holdfast again; the work in the profile stays.',
      );
    const lock = lockProfile(profileDir);
    undo.push(() => lock.release());
    const log = openLog(profileDir);
    undo.push(() => log.close());
    guardSession(session.defaultSession);
    serveScreens(files);
    const others = otherConsoles({ profileDir, start: (dir) => startBeside(command, dir), address: (url) => url });
    undo.push(() => others.close());

    const composeConsole = await loadCore();
    const core = await composeConsole({
      profileDir,
      server: command.server,
      shell: 'electron',
      version: app.getVersion(),
      settings: settingsOver(
        new ElectronStore({ cwd: profileDir, name: SETTINGS_NAME, clearInvalidConfig: true, configFileMode: 0o600 }),
      ),
      keys: safeStorageKeys({
        storage: safeStorage,
        platform: process.platform,
        profileDir,
        warn(words) {
          warn(words);
          log.write({ warning: words });
        },
      }),
      openAnother: others.openAnother,
      notify: desktopNotices(toFront),
      log: log.write,
    });
    undo.push(() => core.close());
    bridgePages({ ipcMain, api: core.api, log: log.write });
    return { log: log.write, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Another process of this very program. A packaged app is its own binary; otherwise Electron is given the app's folder. */
function startBeside(command: CommandLine, profileDir: string): ChildProcess {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), '--profile', profileDir];
  if (command.server !== null) args.push('--server', command.server);
  if (!command.open) args.push('--no-open');
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}
