/**
 * A program in a process of its own whose lines are read to the last one: what it wrote before it was killed counts, what
 * it did not get out does not. It dies with the process that started it.
 */
import { spawn, type ChildProcess } from 'node:child_process';

/** How long one word from a child may take. Far above what a slow machine needs. */
const PATIENCE_MS = 60_000;

export class Child {
  /** Code and signal with which it ended, once all that it wrote has been read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  complaints = '';
  private readonly process: ChildProcess;
  private readonly lines: string[] = [];
  private readonly listeners = new Set<() => void>();
  private over = false;

  constructor(command: readonly [string, ...string[]], options: ChildOptions = {}) {
    const [program, ...args] = command;
    this.process = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    });
    let rest = '';
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        this.lines.push(line);
        options.onLine?.(line);
      }
      this.tell();
    });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
    this.process.stdin?.on('error', () => {});
    const end = (): void => void this.process.kill('SIGKILL');
    process.once('exit', end);
    this.ended = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => {
        process.off('exit', end);
        this.over = true;
        this.tell();
        resolve({ code, signal });
      });
    });
  }

  isOver(): boolean {
    return this.over;
  }

  say(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.process.kill(signal);
  }

  /** Ends at once, as by `kill -9`; resolves when it is gone and all it wrote was read. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** The first line that fits, whenever it came; null when it ended before. @throws after a minute without it. */
  async line(pattern: RegExp, from = 0): Promise<string | null> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.lines.slice(from).find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.over) return null;
      if (Date.now() > end) throw new Error(`a process did not say ${pattern}: ${this.complaints.slice(-2_000)}`);
      await this.next(end);
    }
  }

  private next(end: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(limit);
        this.listeners.delete(done);
        resolve();
      };
      const limit = setTimeout(done, Math.max(0, end - Date.now()) + 1);
      this.listeners.add(done);
    });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export interface ChildOptions {
  readonly onLine?: (line: string) => void;
  readonly env?: Readonly<Record<string, string>>;
}
