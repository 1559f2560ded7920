/** Runs a scenario over many seeds, in this process or in several, and makes small what breaks. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { only, shrink, type Shrunk } from '../plan/shrink.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunResult } from '../run.ts';
import { planOf, type ScenarioName } from '../scenarios/scenarios.ts';
import type { Arguments } from './arguments.ts';
import { failureText, runText, tallyText } from './print.ts';
import type { Studio } from './studio.ts';
import { addTallies, emptyTally, tallyJson, tallyOf, type Tally } from './tally.ts';

/** Plans tried to make a failure small. */
const SHRINK_RUNS = 300;
/** Failures that are made small in one go: the others will mostly be the same. */
const SHRUNK_FAILURES = 2;

export interface Saying {
  readonly say: (text: string) => void;
  /** For progress: overwritten by the next. */
  readonly hint: (text: string) => void;
}

export async function runSeeds(
  name: ScenarioName,
  args: Arguments,
  studio: Studio,
  { say, hint }: Saying,
): Promise<Tally> {
  let tally = emptyTally(name);
  let shrunk = 0;
  for (let seed = args.from; seed < args.from + args.seeds; seed++) {
    const drawn = planOf(name, seed, args.devices ?? undefined);
    const plan = args.only ? only(drawn, args.only) : drawn;
    const began = Date.now();
    const result = await studio.run(plan);
    const one = tallyOf(plan, result, Date.now() - began);
    tally = addTallies(tally, one);
    if (args.trace) say(result.trace.join('\n'));
    if (result.violations.length > 0 && !args.json) {
      const small = args.shrink && shrunk++ < SHRUNK_FAILURES ? await makeSmall(plan, result, studio) : null;
      say(failureText(plan, result, small));
      if (small && args.save) savePlan(args.save, small.plan, result);
    }
    if (args.seeds === 1 && !args.json) say(runText(plan, result, one));
    else hint(`${name}: ${tally.seeds} of ${args.seeds} seeds, ${tally.violations} violations`);
  }
  if (args.json) say(tallyJson(tally));
  else if (args.seeds > 1) say(`${name}\n${tallyText(tally)}`);
  return tally;
}

async function makeSmall(
  plan: Plan,
  result: RunResult,
  studio: Studio,
): Promise<(Shrunk & { readonly result: RunResult }) | null> {
  const broken = result.violations[0]?.invariant;
  const stillBreaks = async (p: Plan): Promise<boolean> =>
    (await studio.run(p)).violations.some((v) => v.invariant === broken);
  const small = await shrink(plan, stillBreaks, SHRINK_RUNS);
  return { ...small, result: await studio.run(small.plan) };
}

/** As tests/regressions keeps it: with the reason, to be completed by whoever found the cause. */
function savePlan(file: string, plan: Plan, result: RunResult): void {
  const [first] = result.violations;
  const why = `${first?.invariant ?? ''}: ${first?.words ?? ''}`;
  writeFileSync(file, `${JSON.stringify({ why, plan }, null, 1)}\n`);
}

/** The same over several processes; each takes every so-many-th share of the seeds. */
export async function runSeedsApart(name: ScenarioName, args: Arguments, { say, hint }: Saying): Promise<Tally> {
  const share = Math.ceil(args.seeds / args.jobs);
  const parts: Promise<Tally>[] = [];
  let done = 0;
  for (let from = args.from; from < args.from + args.seeds; from += share) {
    const seeds = Math.min(share, args.from + args.seeds - from);
    parts.push(partOf(name, args, { from, seeds }, () => hint(`${name}: ${++done} of ${args.seeds} seeds`)));
  }
  const tally = (await Promise.all(parts)).reduce(addTallies, emptyTally(name));
  say(args.json ? tallyJson(tally) : `${name}\n${tallyText(tally)}`);
  for (const f of tally.failures.slice(0, 10))
    if (!args.json) say(`  seed ${f.seed}: ${f.invariant}: ${f.words.slice(0, 300)}`);
  return tally;
}

function partOf(
  name: ScenarioName,
  { devices }: Arguments,
  { from, seeds }: { readonly from: number; readonly seeds: number },
  onSeed: () => void,
): Promise<Tally> {
  const main = fileURLToPath(new URL('./part.ts', import.meta.url));
  const child = spawn(process.execPath, [main, name, String(from), String(seeds), String(devices ?? '')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let tally: Tally | null = null;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const one = JSON.parse(line) as Tally;
      tally = tally ? addTallies(tally, one) : one;
      onSeed();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (tally && code === 0) resolve(tally);
      else reject(new Error(`a part of the run ended with ${code}`));
    });
  });
}
