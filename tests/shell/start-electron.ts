/** Starts the built Electron program for one test, with the stand-in core, and ends it after that test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { freshFolder } from './fresh-folder.ts';
import { TOP } from './run-console.ts';
import { installWithBlankPage, runElectron, type RunElectron } from './run-electron.ts';

const running: RunElectron[] = [];
afterEach(async () => {
  for (const one of running) one.child.kill('SIGKILL');
  await Promise.all(running.map((one) => one.ended));
  running.length = 0;
});

let blank: string | null = null;

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The built screens, or a blank page on which only the test talks. */
  readonly screens?: 'built' | 'blank';
}

export function startElectron(profile: string, options: StartOptions = {}): RunElectron {
  const folder = options.screens === 'built' ? TOP : (blank ??= installWithBlankPage());
  const one = runElectron(folder, ['--profile', profile, ...(options.args ?? [])], {
    core: 'stand-in',
    env: options.env ?? {},
  });
  running.push(one);
  return one;
}

export async function startedElectron(): Promise<{ readonly one: RunElectron; readonly profile: string }> {
  const profile = freshFolder('electron');
  const one = startElectron(profile);
  await one.ready;
  return { one, profile };
}

/** What reached the core. */
export const coreLog = (profile: string): string[] =>
  readFileSync(join(profile, 'stand-in-core.log'), 'utf8').trim().split('\n');
export const consoleLog = (profile: string): string => readFileSync(join(profile, 'log', 'console.jsonl'), 'utf8');
