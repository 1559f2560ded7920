/** The history of one record, asked for when somebody looks at it, and kept in the replica afterwards. */
import { z } from 'zod';

const int = z.number().int();

/** console → server. */
export const historyAskMessage = z.strictObject({
  k: z.literal('historyAsk'),
  ask: int.min(0),
  record: z.string().max(40),
  /** Entries at or below this position are known. */
  after: int.min(0),
});
export type HistoryAsk = z.infer<typeof historyAskMessage>;

export const historyEntry = z.strictObject({
  pos: int,
  change: z.string(),
  /** `change`: what somebody wrote; others are what the rules made of it. */
  kind: z.string(),
  group: z.string(),
  value: z.record(z.string(), z.json()),
  author: z.string(),
  role: z.string(),
  madeAt: z.number(),
  receivedAt: z.number(),
  outcome: z.looseObject({ kind: z.string() }),
  /** The change whose value its author had in view; null: none. Absent from servers that did not tell it. */
  saw: z.string().nullable().optional(),
  /** How it came to the server; absent: by link. */
  path: z.string().max(20).optional(),
  /** The change that it takes back (C-6). */
  undoes: z.string().optional(),
  /** How far the laptop's clock was ahead of the server's, milliseconds, where its stamp had to be clamped (C-9). */
  ahead: z.number().optional(),
});
export type HistoryEntryMessage = z.infer<typeof historyEntry>;

/** server → console. */
export const historyPageMessage = z.strictObject({
  k: z.literal('historyPage'),
  ask: int,
  record: z.string(),
  entries: z.array(historyEntry),
  upTo: int,
  more: z.boolean(),
});
export type HistoryPage = z.infer<typeof historyPageMessage>;
