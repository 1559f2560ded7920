/** What became of a batch (W-3), sent after the commit that made it true. */
import { z } from 'zod';
import {
  allApplied,
  REFUSALS,
  type ChangeOutcome,
  type EditOutcome,
  type SettlingRule,
} from '../../domain/change/outcome.ts';
import type { Position } from '../../domain/ids.ts';
import { logMark } from './log-mark.ts';

const int = z.number().int();

const id = z.string().max(40);
const RULES = [
  'field',
  'office',
  'latest',
  'answered',
  'sidesChanged',
  'undone',
] as const satisfies readonly SettlingRule[];

const editOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('applied') }),
  z.strictObject({ kind: z.literal('superseded'), rule: z.enum(RULES), by: id.nullable() }),
  z.strictObject({ kind: z.literal('conflict'), question: id }),
  z.strictObject({ kind: z.literal('waiting'), forChange: id }),
  z.strictObject({ kind: z.literal('escrow'), owner: id.nullable() }),
  z.strictObject({ kind: z.literal('replaced'), by: id }),
  z.strictObject({ kind: z.literal('refused'), code: z.enum(REFUSALS), words: z.string() }),
]);

export const outcomesMessage = z.strictObject({
  k: z.literal('outcomes'),
  /** The batch that it answers; null when an earlier change's outcome became known later. */
  batch: int.nullable(),
  epoch: int,
  incarnation: z.string(),
  /** The end of the log when this was said: not before the positions below. */
  mark: logMark,
  receivedAt: z.number(),
  /** Changes applied as they were: [first sequence, how many, first position], both counting up by one. */
  applied: z.array(z.tuple([int, int, int])),
  /** All others: [sequence, position, outcome of each edit]. */
  other: z.array(z.tuple([int, int, z.array(editOutcome)])),
});
export type Outcomes = z.infer<typeof outcomesMessage>;

/** Runs of plainly applied changes are three numbers; everything else is spelled out. */
export function foldOutcomes(list: readonly ChangeOutcome[]): Pick<Outcomes, 'applied' | 'other'> {
  const applied: [number, number, number][] = [];
  const other: Outcomes['other'] = [];
  for (const o of list) {
    if (!allApplied(o.edits)) {
      other.push([o.seq, o.position, o.edits.map((e) => ({ ...e }))]);
      continue;
    }
    const last = applied.at(-1);
    if (last && last[0] + last[1] === o.seq && last[2] + last[1] === o.position) last[1] += 1;
    else applied.push([o.seq, 1, o.position]);
  }
  return { applied, other };
}

/** `edits` of an applied change is empty: the console knows how many it made. */
export function unfoldOutcomes(message: Outcomes): readonly ChangeOutcome[] {
  const out: ChangeOutcome[] = [];
  for (const [seq, count, position] of message.applied) {
    for (let i = 0; i < count; i++) out.push({ seq: seq + i, position: (position + i) as Position, edits: [] });
  }
  for (const [seq, position, edits] of message.other) {
    out.push({ seq, position: position as Position, edits: edits as readonly EditOutcome[] });
  }
  return out;
}
