/**
 * From a plan that breaks something to a small one that still breaks it: faults and steps are left out in ever smaller
 * pieces for as long as the same invariant stays broken (delta debugging). What is left reads as a story.
 */
import type { Plan } from './plan.ts';

/** Places of the steps and faults of the drawn plan that are kept. */
export interface Kept {
  readonly steps: readonly number[];
  readonly faults: readonly number[];
}

export interface Shrunk {
  readonly plan: Plan;
  readonly kept: Kept;
  /** Plans that were tried. */
  readonly runs: number;
}

export function allOf(plan: Plan): Kept {
  return { steps: [...plan.steps.keys()], faults: [...plan.faults.keys()] };
}

export function only(plan: Plan, kept: Kept): Plan {
  return {
    ...plan,
    steps: plan.steps.filter((_s, i) => kept.steps.includes(i)),
    faults: plan.faults.filter((_f, i) => kept.faults.includes(i)),
  };
}

/** `stillBreaks` runs a plan; at most `budget` of them. */
export async function shrink(
  plan: Plan,
  stillBreaks: (plan: Plan) => Promise<boolean>,
  budget: number,
): Promise<Shrunk> {
  let kept = allOf(plan);
  let runs = 0;
  const fails = async (next: Kept): Promise<boolean> => {
    if (runs >= budget) return false;
    runs += 1;
    return stillBreaks(only(plan, next));
  };
  for (const part of ['faults', 'steps', 'faults'] as const) {
    for (
      let size = Math.ceil(kept[part].length / 2);
      size >= 1 && runs < budget;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let from = 0; from < kept[part].length && runs < budget;) {
        const without = { ...kept, [part]: kept[part].filter((_v, i) => i < from || i >= from + size) };
        if (await fails(without)) kept = without;
        else from += size;
      }
    }
  }
  return { plan: only(plan, kept), kept, runs };
}

/** "s3,s17,f2": for a command line. */
export function keptText({ steps, faults }: Kept): string {
  return [...steps.map((s) => `s${s}`), ...faults.map((f) => `f${f}`)].join(',');
}

/** Null when it is not such a text. */
export function readKept(text: string): Kept | null {
  const parts = text.split(',').filter((p) => p !== '');
  if (!parts.every((p) => /^[sf]\d+$/.test(p))) return null;
  const of = (kind: string): number[] => parts.filter((p) => p.startsWith(kind)).map((p) => Number(p.slice(1)));
  return { steps: of('s'), faults: of('f') };
}
