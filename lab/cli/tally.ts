/** Many runs in one account: what was run, what struck, what was looked at and what was found broken. */
import { noChecks, type Checks } from '../invariants/violation.ts';
import type { FaultKind, Plan } from '../plan/plan.ts';
import type { RunResult } from '../run.ts';

export interface Failure {
  readonly scenario: string;
  readonly seed: number;
  readonly invariant: string;
  readonly words: string;
}

export interface Tally {
  readonly scenario: string;
  readonly seeds: number;
  readonly violations: number;
  readonly deviceHours: number;
  readonly virtualMs: number;
  /** Of one core. */
  readonly realMs: number;
  readonly faults: Partial<Record<FaultKind, number>>;
  readonly checks: Checks;
  readonly saves: number;
  readonly questions: number;
  readonly frames: number;
  readonly failures: readonly Failure[];
  /** Longest time from healing to empty queues, virtual milliseconds. */
  readonly longestDrainMs: number;
}

export function emptyTally(scenario: string): Tally {
  return {
    scenario,
    seeds: 0,
    violations: 0,
    deviceHours: 0,
    virtualMs: 0,
    realMs: 0,
    faults: {},
    checks: noChecks(),
    saves: 0,
    questions: 0,
    frames: 0,
    failures: [],
    longestDrainMs: 0,
  };
}

export function tallyOf(plan: Plan, result: RunResult, realMs: number): Tally {
  const { summary } = result;
  return {
    scenario: plan.scenario,
    seeds: 1,
    violations: result.violations.length,
    deviceHours: (summary.devices.length * result.duration) / 3_600_000,
    virtualMs: result.duration,
    realMs,
    faults: result.struck,
    checks: result.checks,
    saves: summary.saves,
    questions: summary.questions,
    frames: summary.frames.up + summary.frames.down,
    failures: result.violations.map(({ invariant, words }) => ({
      scenario: plan.scenario,
      seed: plan.seed,
      invariant,
      words,
    })),
    longestDrainMs: result.drainedAfter ?? 0,
  };
}

/** How many failures are remembered word for word. */
const KEPT = 50;

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    scenario: a.scenario,
    seeds: a.seeds + b.seeds,
    violations: a.violations + b.violations,
    deviceHours: a.deviceHours + b.deviceHours,
    virtualMs: a.virtualMs + b.virtualMs,
    realMs: a.realMs + b.realMs,
    faults: sums(a.faults, b.faults),
    checks: sums(a.checks, b.checks),
    saves: a.saves + b.saves,
    questions: a.questions + b.questions,
    frames: a.frames + b.frames,
    failures: [...a.failures, ...b.failures].slice(0, KEPT),
    longestDrainMs: Math.max(a.longestDrainMs, b.longestDrainMs),
  };
}

function sums<Counts extends Partial<Record<string, number>>>(a: Counts, b: Counts): Counts {
  const all: Partial<Record<string, number>> = { ...a };
  for (const [name, count] of Object.entries(b)) all[name] = (all[name] ?? 0) + (count ?? 0);
  return all as Counts;
}

/** Virtual time for each unit of real time of one core. */
export function speedOf({ virtualMs, realMs }: Tally): number {
  return realMs === 0 ? 0 : virtualMs / realMs;
}

/** The line for machines (architecture.md, "Commands"). */
export function tallyJson(t: Tally): string {
  const { scenario, seeds, violations, faults, checks, saves, questions, failures } = t;
  return JSON.stringify({
    scenario,
    seeds,
    violations,
    deviceHours: Math.round(t.deviceHours * 10) / 10,
    speedup: Math.round(speedOf(t)),
    faults,
    checks,
    saves,
    questions,
    longestDrainSeconds: Math.round(t.longestDrainMs / 1_000),
    failures,
  });
}
