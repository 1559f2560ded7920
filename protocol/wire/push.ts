/**
 * Changes on their way up: columns instead of objects, keyed by (device, sequence), so that five hundred single-field
 * edits fit in a few kilobytes. A column that is null is all zeros. `batch.ts` turns changes into this and back.
 */
import { z } from 'zod';
import { MAX_CHANGES_PER_BATCH } from './limits.ts';

const int = z.number().int();
const column = z.array(int).max(MAX_CHANGES_PER_BATCH * 200);
const mostlyZero = column.nullable();

export const pushMessage = z.strictObject({
  k: z.literal('push'),
  /** Number of this batch on this connection, echoed by the outcomes. */
  batch: int.min(0),
  device: int.min(0),
  epoch: int.min(0),
  schema: int.min(0),
  /** Runs of sequences in sending order: [first, how many]. */
  runs: z.array(z.tuple([int.min(1), int.min(1).max(MAX_CHANGES_PER_BATCH)])).max(MAX_CHANGES_PER_BATCH),
  /** Per change: how far back the first sequence of its save is. */
  save: mostlyZero,
  lane: mostlyZero,
  /** [person, role] by number. */
  who: z.array(z.tuple([z.string().max(40), z.string().max(20)])).max(50),
  by: mostlyZero,
  /** Logical clock: milliseconds of the first, then differences; and the counters. */
  ms: column,
  counter: mostlyZero,
  /** Laptop's clock minus the logical clock, milliseconds. */
  skew: mostlyZero,
  /** Edits per change, less one. */
  more: mostlyZero,
  /** [device, epoch] of record ids by number. */
  prefixes: z.array(z.tuple([int, int])).max(10_000),
  /** Per edit: prefix, sequence, place of its record id. */
  rp: mostlyZero,
  rs: column,
  rn: mostlyZero,
  /** [collection, group, fields…] by number. */
  shapes: z.array(z.array(z.string().max(60)).min(2).max(60)).max(1_000),
  shape: mostlyZero,
  /** Values of all edits' fields, in order. */
  values: z.array(z.json()).max(MAX_CHANGES_PER_BATCH * 60),
  /** Per edit what was seen: 0 nothing, 1 the change that created the record, 2 as named in `seen`. */
  saw: mostlyZero,
  /** 0 the same as `saw`, 1 nothing, 2 as named, 3 the creator. */
  canonical: mostlyZero,
  /** 0 nothing, 2 as named. */
  archived: mostlyZero,
  /** Named writers in order of use, three numbers each: prefix, sequence. */
  seenPrefix: mostlyZero,
  seen: column,
  /** [edit, groups seen as [group, writer or null], children]. */
  archives: z
    .array(z.tuple([int, z.array(z.tuple([z.string(), z.string().nullable()])), z.array(z.string())]))
    .max(1_000),
  /** [edit, the change that it takes back]; absent: none does. */
  undoes: z
    .array(z.tuple([int, z.string().max(40)]))
    .max(10_000)
    .optional(),
  /** [edit, the open question that was in view]; absent: none was. */
  asked: z
    .array(z.tuple([int, z.string().max(40)]))
    .max(10_000)
    .optional(),
  /** [change, ids that it replaces]. */
  replaces: z.array(z.tuple([int, z.array(z.string()).max(100)])).max(1_000),
  /** [change, epoch, sequence, hash]: as what work that was numbered twice was made first; absent: none was (W-2). */
  was: z
    .array(z.tuple([int, int.min(0), int.min(1), z.string().regex(/^[0-9a-f]{64}$/)]))
    .max(MAX_CHANGES_PER_BATCH)
    .optional(),
  /** Ed25519 over the content hashes, base64: one signature per batch. */
  signature: z.string().max(200),
});
export type Push = z.infer<typeof pushMessage>;

/** Text that a batch signs: the SHA-256 of every change, in sending order. */
export function pushText(device: number, epoch: number, hashes: readonly string[]): string {
  return `holdfast push ${device}.${epoch} ${hashes.join(' ')}`;
}
