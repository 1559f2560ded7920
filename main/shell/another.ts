/**
 * Starts one more console beside this one, for the demo: another process with a profile of its own, so that anybody
 * can watch two laptops part and meet again. It ends with the console that started it.
 */
import type { ChildProcess } from 'node:child_process';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { OpenAnother } from './core.ts';
import { runningOn } from './profile.ts';

const START_LIMIT_MS = 60_000;
const MOST_OTHERS = 20;
const READY = /^console ready: (\S+)$/m;

export interface AnotherOptions {
  readonly profileDir: string;
  /** Starts this program on another profile, its standard output and error as pipes. */
  readonly start: (profileDir: string) => ChildProcess;
  /** What the person is given, from the address that it printed. */
  readonly address: (url: string, profileDir: string) => string;
}

export interface Others {
  readonly openAnother: OpenAnother;
  close(): void;
}

export function otherConsoles({ profileDir, start, address }: AnotherOptions): Others {
  const children = new Set<ChildProcess>();
  return {
    async openAnother() {
      const dir = freeProfile(profileDir);
      const child = start(dir);
      children.add(child);
      child.once('exit', () => children.delete(child));
      return { url: address(await readyAddress(child), dir) };
    },
    close() {
      for (const child of children) child.kill();
    },
  };
}

function freeProfile(profileDir: string): string {
  for (let number = 2; number <= MOST_OTHERS; number += 1) {
    const dir = `${profileDir}-${number}`;
    if (runningOn(dir) === null) return dir;
  }
  throw notStarted(`${MOST_OTHERS} are running already`);
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    const limit = setTimeout(() => {
      child.kill();
      reject(notStarted('it did not answer within a minute'));
    }, START_LIMIT_MS);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = READY.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(limit);
      resolve(url);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complained += text));
    child.once('error', (error) => reject(notStarted(error.message)));
    child.once('exit', () => {
      clearTimeout(limit);
      reject(notStarted(complained.trim() || 'it ended at once'));
    });
  });
}

const notStarted = (why: string): ConsoleFault =>
  new ConsoleFault({
    kind: 'notAllowed',
    words: `Another console could not be started: ${why}.`,
    field: null,
    code: 'SHELL-1',
  });
