/**
 * Applies each deliberate bug to a copy of the engine and lets the lab look for it. A bug counts as caught when a seed
 * breaks an invariant with it, and the same seed breaks nothing without.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MUTANTS, type Mutant } from '../mutants/mutants.ts';
import { UsageError, type Arguments } from './arguments.ts';
import { table } from './print.ts';
import type { Saying } from './seeds.ts';
import type { Tally } from './tally.ts';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['domain', 'protocol', 'main', 'server', 'lab', 'package.json'];
/** Seeds that a bug may hide from. */
export const MOST_SEEDS = 40;

export interface Caught {
  readonly mutant: string;
  readonly caught: boolean;
  /** The seed that caught it; null when none did. */
  readonly seed: number | null;
  readonly invariant: string | null;
}

/** @throws UsageError for a name that is none. @throws Error for a mutant whose line is not where it was. */
export async function runMutants(args: Arguments, { say, hint }: Saying): Promise<readonly Caught[]> {
  const chosen = args.mutant === null ? MUTANTS : MUTANTS.filter((m) => m.name === args.mutant);
  if (chosen.length === 0) throw new UsageError(`there is no mutant "${args.mutant ?? ''}"`);
  const results: Caught[] = [];
  const waiting = [...chosen];
  const work = async (): Promise<void> => {
    const copy = copyOfTheEngine();
    try {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const result = await hunt(copy, mutant);
        results.push(result);
        hint(`mutants: ${results.length} of ${chosen.length}`);
        if (args.json) say(JSON.stringify({ mutant: result.mutant, caught: result.caught, seed: result.seed }));
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: args.jobs }, work));
  const ordered = chosen.flatMap((m) => results.find((r) => r.mutant === m.name) ?? []);
  if (!args.json) say(mutantsText(ordered));
  return ordered;
}

export function mutantsText(results: readonly Caught[]): string {
  const rows = results.map((r) => {
    const mutant = MUTANTS.find((m) => m.name === r.mutant);
    return [r.mutant, r.caught ? `seed ${r.seed}` : 'NOT CAUGHT', r.invariant ?? '', mutant?.says ?? ''];
  });
  const caught = results.filter((r) => r.caught).length;
  return `${table([['mutant', 'caught by', 'invariant', 'the bug'], ...rows])}\n\n  ${caught} of ${results.length} caught`;
}

function copyOfTheEngine(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-mutants-'));
  for (const part of PARTS) cpSync(join(TOP, part), join(folder, part), { recursive: true });
  symlinkSync(join(TOP, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function hunt(copy: string, mutant: Mutant): Promise<Caught> {
  const file = join(copy, mutant.file);
  const sound = readFileSync(file, 'utf8');
  writeFileSync(file, mutated(mutant, sound));
  const found = await firstBroken(copy, mutant.scenario, 1, MOST_SEEDS).finally(() => writeFileSync(file, sound));
  // The same seed without the bug: what breaks as well then was not the bug's doing.
  const isItsDoing = found !== null && (await firstBroken(copy, mutant.scenario, found.seed, 1)) === null;
  if (!found || !isItsDoing) return { mutant: mutant.name, caught: false, seed: null, invariant: null };
  return { mutant: mutant.name, caught: true, ...found };
}

/** @throws Error when the line is not there, or more than once. */
export function mutated({ name, file, find, replace }: Mutant, source: string): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`mutant ${name}: its line stands ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}

/** The first seed that breaks something; a program that crashes has broken something as well. */
function firstBroken(
  copy: string,
  scenario: string,
  from: number,
  seeds: number,
): Promise<{ seed: number; invariant: string } | null> {
  const child = spawn(process.execPath, [join(copy, 'lab/cli/part.ts'), scenario, String(from), String(seeds)], {
    cwd: dirname(copy),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    let seed = from - 1;
    let found: { seed: number; invariant: string } | null = null;
    createInterface({ input: child.stdout }).on('line', (line) => {
      seed += 1;
      const [failure] = (JSON.parse(line) as Tally).failures;
      if (!failure || found) return;
      found = { seed, invariant: failure.invariant };
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (found || code === 0) resolve(found);
      else resolve({ seed: seed + 1, invariant: 'the program crashed' });
    });
  });
}
