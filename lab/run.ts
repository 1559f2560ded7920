/**
 * One run: a world made from a plan, played to its end, healed, drained, and held to every invariant. The same plan
 * gives the same trace, line for line.
 */
import { ConsoleFault } from '../protocol/ipc/fault.ts';
import type { Packer } from '../protocol/wire/frame.ts';
import { checkAgreement } from './invariants/agreement.ts';
import { checkClashes } from './invariants/clashes.ts';
import { checkDrained, checkNoneForgotten, checkNotStuck, isDrained } from './invariants/drained.ts';
import { checkLabels } from './invariants/labels.ts';
import { checkChain, checkLedgers, checkMemory } from './invariants/ledger.ts';
import { checkOrder } from './invariants/order.ts';
import { checkReview, reviewCounts } from './invariants/review.ts';
import type { ReviewCounts } from './invariants/review-reader.ts';
import { checkArrived, checkHeldSomewhere } from './invariants/saves.ts';
import { Findings, type Checks, type Violation } from './invariants/violation.ts';
import type { FaultKind, Plan } from './plan/plan.ts';
import { answerOpen } from './world/deeds.ts';
import { direct, heal, sweep } from './world/direct.ts';
import { ORG } from './world/hospital.ts';
import { Killed } from './world/process.ts';
import { summarise, type Summary } from './world/summary.ts';
import { World } from './world/world.ts';

export interface RunPorts {
  /** A hospital as `foundHospital` made it. */
  readonly template: string;
  /** A folder that does not exist yet, for this run alone. */
  readonly folder: string;
  readonly packer: Packer;
  readonly settle: () => Promise<void>;
  /** What promises threw that nobody waited for, since the last call. */
  readonly strays: () => readonly unknown[];
  /** A look at the world after the last check, before its files are swept away. */
  readonly inspect?: (world: World) => void;
}

export interface RunResult {
  readonly violations: readonly Violation[];
  readonly checks: Checks;
  readonly struck: Partial<Record<FaultKind, number>>;
  readonly trace: readonly string[];
  readonly hash: string;
  /** Virtual milliseconds, healing and draining included. */
  readonly duration: number;
  /** Virtual milliseconds from healing until every queue was empty; null: they never were. */
  readonly drainedAfter: number | null;
  readonly summary: Summary;
  /** Null where the scenario is about something else. */
  readonly review: ReviewCounts | null;
}

/** Looks while the run goes on. */
const LOOKS = 6;
const SETTLING_MS = 10_000;
/** Retries are capped at a minute, an unanswered batch at two: a queue that has not moved after this is stuck. */
export const DRAIN_BOUND_MS = 20 * 60_000;

export async function run(plan: Plan, ports: RunPorts): Promise<RunResult> {
  const world = new World({
    ...ports,
    seed: `${plan.scenario} ${plan.seed}`,
    hospital: plan.hospital ?? 'usual',
    cast: plan.cast,
    versions: plan.versions,
  });
  const { loop } = world;
  const findings = new Findings(() => loop.now());
  world.server.start();
  for (const { laptop } of world.seats) laptop.start();
  const struck = direct(world, plan);
  for (let i = 1; i <= LOOKS; i++) {
    await loop.runUntil((plan.healAt * i) / LOOKS);
    whileItRuns(world, findings);
  }
  heal(world);
  ports.strays().forEach((error) => world.bug('stray', error));
  const drainedAfter = await drain(world);
  if (plan.afterwards === 'answerWhatIsLeft') {
    await answerWhatIsLeft(world);
    guarded(world, () => checkReview(world, findings));
  }
  ports.strays().forEach((error) => world.bug('stray', error));
  atTheEnd(world, findings);
  const result: RunResult = {
    violations: findings.violations,
    checks: findings.checks,
    struck,
    trace: world.trace.lines(),
    hash: world.trace.hash(),
    duration: loop.now(),
    drainedAfter,
    summary: summarise(world),
    review: plan.afterwards === 'answerWhatIsLeft' ? reviewCounts(world) : null,
  };
  ports.inspect?.(world);
  sweep(world);
  return result;
}

async function drain(world: World): Promise<number | null> {
  const { loop } = world;
  const began = loop.now();
  while (loop.now() - began < DRAIN_BOUND_MS) {
    await loop.runUntil(loop.now() + SETTLING_MS);
    if (!isDrained(world)) continue;
    // Once more, so that what an answer set off has come to rest as well.
    await loop.runUntil(loop.now() + SETTLING_MS);
    if (isDrained(world)) return loop.now() - began - SETTLING_MS;
  }
  return null;
}

/** Asked pair by pair a question takes as many answers as it has sides: more turns than anybody has opinions. */
const MOST_TURNS = 12;

/** Who is asked answers, and then whoever may; nobody writes anything else (the storm is over). */
async function answerWhatIsLeft(world: World): Promise<void> {
  const isOpen = (): boolean => world.server.storage()?.find(ORG, 'question', 'k2', 'open').length !== 0;
  for (let turn = 0; turn < MOST_TURNS && isOpen(); turn++) {
    const whose = turn % 2 === 0 ? 'mine' : 'all';
    for (const { laptop, person } of world.seats) if (laptop.member.role !== 'technician') answerOpen(person, whose);
    await drain(world);
  }
}

function whileItRuns(world: World, findings: Findings): void {
  guarded(world, () => {
    checkHeldSomewhere(world, findings);
    checkLabels(world, findings);
    checkNotStuck(world, findings);
    checkMemory(world, findings);
  });
}

function atTheEnd(world: World, findings: Findings): void {
  guarded(world, () => {
    checkDrained(world, findings);
    checkNoneForgotten(world, findings);
    checkArrived(world, findings);
    checkOrder(world, findings);
    checkClashes(world, findings);
    checkAgreement(world, findings);
    checkLabels(world, findings);
    checkLedgers(world, findings);
    checkChain(world, findings);
    checkMemory(world, findings);
  });
  findings.look('no bugs', null);
  for (const bug of world.bugs) findings.look('no bugs', bug);
}

/** A laptop may die of its counted steps, or of its disk, while it is being looked at: then there is nothing to see. */
function guarded(world: World, look: () => void): void {
  try {
    look();
  } catch (error) {
    const isDisk = error instanceof ConsoleFault && error.fault.kind === 'diskFailed';
    if (!(error instanceof Killed) && !isDisk) throw error;
    world.trace.say('weather', 'a laptop cannot be looked at now');
  }
}
