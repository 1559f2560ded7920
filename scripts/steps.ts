// Runs commands as steps: one line each when it ends, its whole output only when it failed. Several at a time, because the
// steps of a check wait for different things; a step that hangs is ended with all its children.
import { endGroup, spawnGroup } from './child-group.ts';

export interface Step {
  readonly name: string;
  /** Program and arguments; Node itself is `process.execPath`. */
  readonly command: readonly [string, ...string[]];
  readonly limitMs: number;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** Output is collected and shown later, where colours are noise. */
const PLAIN = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

export async function runSteps(steps: readonly Step[], atOnce: number): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const waiting = [...steps];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function runStep(step: Step): Promise<StepResult> {
  const started = performance.now();
  const output: Buffer[] = [];
  return new Promise((resolve) => {
    const child = spawnGroup(step.command, ['ignore', 'pipe', 'pipe'], PLAIN);
    const finish = (code: number | null, why: string): void => {
      clearTimeout(limit);
      const ok = code === 0 && why === '';
      const seconds = (performance.now() - started) / 1000;
      const text = Buffer.concat(output).toString().trimEnd();
      const note = ok ? lastLine(text) : why;
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${step.name.padEnd(14)} ${seconds.toFixed(1).padStart(5)} s  ${note}`);
      if (!ok) console.log(text.replace(/^/gm, '     '));
      resolve({ name: step.name, ok, seconds });
    };
    let why = '';
    const limit = setTimeout(() => {
      why = `took longer than ${step.limitMs / 1000} s`;
      endGroup(child);
    }, step.limitMs);
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => finish(null, error.message));
    child.on('close', (code) => finish(code, why));
  });
}

const lastLine = (text: string): string => text.split('\n').at(-1)?.slice(0, 100) ?? '';
