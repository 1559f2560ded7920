/** What a run broke, by the invariant's name, with what a person needs to see it. */
export const INVARIANTS = [
  'nothing lost',
  'nothing twice',
  'not saved means not saved',
  'clashes surface',
  'surfaced once',
  'answered once',
  'order kept',
  'replicas agree',
  'labels honest',
  'queues drain',
  'never connected and stuck',
  'ledger balances',
  'chain verifies',
  'memory bounded',
  'no bugs',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  readonly invariant: Invariant;
  readonly words: string;
  /** Virtual milliseconds at which it was seen. */
  readonly at: number;
}

/** Looks that were made, by invariant. */
export type Checks = Record<Invariant, number>;

export function noChecks(): Checks {
  const all: Partial<Checks> = {};
  for (const name of INVARIANTS) all[name] = 0;
  return all as Checks;
}

export class Findings {
  readonly violations: Violation[] = [];
  readonly checks: Checks = noChecks();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Counts a look, and notes what was wrong: nothing when `problem` is null. */
  look(invariant: Invariant, problem: string | null): void {
    this.checks[invariant] += 1;
    if (problem === null || this.violations.length >= 40) return;
    if (this.violations.some((v) => v.invariant === invariant && v.words === problem)) return;
    this.violations.push({ invariant, words: problem, at: this.now() });
  }
}
