/**
 * Stands in for the module `electron`, with a real Chromium behind it, so that the built main and preload scripts run
 * where no Electron binary is to be had. It proves OUR ASSUMPTIONS about Electron, NOT ELECTRON: that the window asks
 * for a sandbox is proved here, that Electron gives one is not. It differs knowingly: `app:` is an https origin inside,
 * the preload shares the page's world, a denied window opens for a moment before it is closed, permissions are asked of
 * the handlers and not by Chromium. Whatever is proved only here is listed in docs/spec/gaps.md.
 */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { answerTest } from './control.ts';
import { notes } from './notes.ts';
import { StandInContents, told } from './web-contents.ts';

export { app };

interface WindowOptions {
  readonly webPreferences: { readonly preload: string };
}

const open = new Set<BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  readonly webContents: StandInContents;

  constructor(options: WindowOptions) {
    super();
    notes.windows.push(options);
    this.webContents = new StandInContents(options.webPreferences.preload);
    open.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    this.webContents.once('destroyed', () => {
      open.delete(this);
      this.emit('closed');
      if (open.size === 0) app.emit('window-all-closed');
    });
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }

  show(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
  focus(): void {
    notes.focused += 1;
  }
}

export const protocol = {
  privileged: [] as object[],
  registerSchemesAsPrivileged(schemes: object[]): void {
    protocol.privileged.push(...schemes);
  },
  handle: (scheme: string, handler: (request: Request) => Response) => void told.protocols.set(scheme, handler),
};

type Ask = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void;

class StandInSession extends EventEmitter {
  /** Electron grants when nobody was told to ask. */
  ask: Ask = (_contents, _permission, callback) => callback(true);
  check: () => boolean = () => true;
  device: () => boolean = () => true;
  readonly webRequest = {
    onBeforeRequest: (guard: NonNullable<typeof told.guard>) => void (told.guard = guard),
  };
  setPermissionRequestHandler(ask: Ask): void {
    this.ask = ask;
  }
  setPermissionCheckHandler(check: () => boolean): void {
    this.check = check;
  }
  setDevicePermissionHandler(device: () => boolean): void {
    this.device = device;
  }
}

export const session = { defaultSession: new StandInSession() };
export const { ipcMain } = told;

/** Wraps nothing: that Electron's does is Electron's claim. `HOLDFAST_STAND_IN_SECRETS` names another backend. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  getSelectedStorageBackend: () => process.env['HOLDFAST_STAND_IN_SECRETS'] ?? 'gnome_libsecret',
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`wrapped ${text}`)),
  decryptStringAsync: (wrapped: Buffer) =>
    Promise.resolve({ result: wrapped.toString().replace('wrapped ', ''), shouldReEncrypt: false }),
};

export const Menu = {
  buildFromTemplate: (template: { label?: string; role?: string }[]) =>
    template.map((item) => item.role ?? item.label ?? ''),
  setApplicationMenu: (menu: string[]) => void notes.menus.push(menu),
};

/** The click on the notice that was shown last. */
const clickNotice: { last: () => void } = { last: () => {} };

/** Shown nowhere: noted, and clicked by a test (`control.ts`). */
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly said: { readonly title: string; readonly body: string };

  constructor(said: { readonly title: string; readonly body: string }) {
    super();
    this.said = said;
  }

  show(): void {
    notes.notices.push(this.said);
    clickNotice.last = () => this.emit('click');
  }
}

export const dialog = { showErrorBox: (_title: string, words: string) => void notes.dialogs.push(words) };
export const shell = {};

/** For `import electron from 'electron'` (electron-store). */
export const electron = {
  app,
  BrowserWindow,
  protocol,
  session,
  ipcMain,
  safeStorage,
  Menu,
  Notification,
  dialog,
  shell,
};

answerTest({
  contents: () => [...open].at(-1)?.webContents ?? null,
  session: session.defaultSession,
  clickNotice: () => clickNotice.last(),
  privileged: protocol.privileged,
});
