/** Stands in for Electron's `app`: its life from start to quit, and one instance per `userData` folder. */
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

/** Asks synchronously, as Electron does: a child process knocks on the first instance's socket. */
const KNOCK = `const s = require('node:net').connect(process.argv[1], () => s.end('knock', () => process.exit(0))); s.on('error', () => process.exit(1));`;

class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>([['userData', join(tmpdir(), 'stand-in-user-data')]]);
  #quitting = false;

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? tmpdir();
  }

  getVersion(): string {
    return '0.0.0-stand-in';
  }

  getAppPath(): string {
    return process.argv[1] ?? '';
  }

  enableSandbox(): void {}

  whenReady(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  requestSingleInstanceLock(): boolean {
    const name = createHash('sha256').update(this.getPath('userData')).digest('hex').slice(0, 24);
    const path =
      process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(this.getPath('userData'), 'stand-in.sock');
    try {
      execFileSync(process.execPath, ['-e', KNOCK, path], {
        stdio: 'ignore',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      return false;
    } catch {
      rmSync(path, { force: true });
      createServer((socket) => {
        socket.resume().on('error', () => {});
        this.emit('second-instance', {}, [], '');
      })
        .listen(path)
        .unref();
      return true;
    }
  }

  quit(): void {
    if (this.#quitting) return;
    let prevented = false;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    this.#quitting = true;
    if (!prevented) this.exit(0);
  }

  exit(code: number): void {
    process.exit(code);
  }
}

export const app = new StandInApp();
