/**
 * Electron's main process: Holdfast as installed. One console per profile; a second start brings the first one's
 * window to the front. What a person can act on is said in a sentence (a dialog, and stderr) with exit code 1.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { type CommandLine, HELP, parseCommandLine } from '../command-line.ts';
import { defaultProfileDir, prepareProfile } from '../profile.ts';
import { startFailure } from '../start-failure.ts';
import { SCREENS_URL } from './address.ts';
import { setMenu } from './menu.ts';
import { type ElectronConsole, runInElectron } from './run.ts';
import { registerScheme } from './screens.ts';
import { guardPages } from './security.ts';
import { bringToFront, openWindow, preloadPath } from './window.ts';

const FAILED = 1;
const USAGE = 2;
const GIVEN_UP =
  'The window keeps failing and was closed. What was saved is safe on this laptop. Start Holdfast again.';

const warn = (words: string): void => void process.stderr.write(`holdfast: ${words}\n`);

const asked = parseCommandLine(ownArguments());
if (asked.kind === 'help') {
  process.stdout.write(HELP);
  app.exit(0);
} else if (asked.kind === 'wrong') {
  warn(`${asked.words}. See --help.`);
  app.exit(USAGE);
} else begin(asked.command);

/** All that has to happen before Electron is ready. */
function begin(command: CommandLine): void {
  const profileDir = resolve(command.profile ?? defaultProfileDir(process.env, process.platform));
  try {
    prepareProfile(profileDir);
    const electronData = join(profileDir, 'window');
    mkdirSync(electronData, { recursive: true });
    app.setPath('userData', electronData);
    app.enableSandbox();
    registerScheme();
    guardPages(app);
  } catch (error) {
    return fail(error, command.open);
  }
  // Asked after the profile is set: one console per profile, not one per machine.
  if (!app.requestSingleInstanceLock()) {
    warn(`Holdfast is already running on the profile ${profileDir}: its window is in front now.`);
    return app.exit(0);
  }
  void app
    .whenReady()
    .then(() => run(command, profileDir))
    .catch((error: unknown) => fail(error, command.open));
}

async function run(command: CommandLine, profileDir: string): Promise<void> {
  const builtMain = import.meta.dirname;
  const developing = !app.isPackaged;
  const running = await runInElectron({
    command,
    profileDir,
    builtMain,
    warn,
    toFront: () => showOrFail(),
    loadCore: async () => (await import('../../compose.ts')).composeConsole,
  });
  endTogether(running);
  setMenu(process.platform, developing);

  let window: Promise<BrowserWindow> | null = null;
  const open = async (): Promise<BrowserWindow> => {
    const opened = await openWindow({
      preload: preloadPath(builtMain),
      developing,
      log: running.log,
      onGivenUp() {
        dialog.showErrorBox('Holdfast', GIVEN_UP);
        app.quit();
      },
    });
    opened.once('closed', () => (window = null));
    return opened;
  };
  const show = async (): Promise<void> => {
    window ??= open();
    bringToFront(await window);
  };
  const showOrFail = (): void => void show().catch((error: unknown) => fail(error, command.open));
  app.on('second-instance', showOrFail);
  app.on('activate', showOrFail);
  if (command.open) await show();
  process.stdout.write(`console ready: ${SCREENS_URL}\n`);
}

/** Whatever ends the program (the last window, the menu, a signal), the core is closed first. */
function endTogether(running: ElectronConsole): void {
  let closed = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void running
      .close()
      .catch((error: unknown) => warn(String(error)))
      .finally(() => {
        closed = true;
        app.exit(0);
      });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

function fail(error: unknown, withDialog: boolean): void {
  const known = startFailure(error);
  const words =
    known?.words ?? `This is a bug. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  warn(words);
  if (withDialog) dialog.showErrorBox('Holdfast cannot start', words);
  app.exit(FAILED);
}

/** What follows the binary, and in development the app's folder: switches for Electron itself stand before that. */
function ownArguments(): string[] {
  if (app.isPackaged) return process.argv.slice(1);
  const folder = process.argv.findIndex((argument, at) => at > 0 && !argument.startsWith('-'));
  return folder < 0 ? [] : process.argv.slice(folder + 1);
}
