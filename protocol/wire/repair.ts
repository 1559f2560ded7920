/**
 * Putting right what differs (W-8), a site's collection at a time: first which records the server has, with their
 * digests, page by page along the log; then only the records that are missing or other. Like digests, each answer
 * travels behind the piece that brings the console to its position. A page that was lost is asked for again.
 */
import { z } from 'zod';
import { rowColumns } from './pull.ts';

const int = z.number().int();
const site = z.string().max(40);
const collection = z.string().max(60);

/** Records of one page at most; about 100 KB. */
export const PART_RECORDS = 4_000;
/** Records that are asked for at once; the server may send fewer. */
export const ROWS_ASKED = 200;

/** console → server: which records has that site ('': the organisation) beyond a position? */
export const partAskMessage = z.strictObject({
  k: z.literal('partAsk'),
  ask: int.min(0),
  site,
  collection,
  from: int.min(0),
});
export type PartAsk = z.infer<typeof partAskMessage>;

/** server → console. */
export const partMessage = z.strictObject({
  k: z.literal('part'),
  ask: int.min(0),
  incarnation: z.string().max(64),
  position: int.min(0),
  /** Everything up to here is in this page or an earlier one. */
  to: int.min(0),
  more: z.boolean(),
  id: z.array(z.string()),
  pos: z.array(int),
  digest: z.array(int),
});
export type Part = z.infer<typeof partMessage>;

/** console → server: send me these whole. */
export const rowsAskMessage = z.strictObject({
  k: z.literal('rowsAsk'),
  ask: int.min(0),
  ids: z.array(z.string().max(40)).max(ROWS_ASKED),
});
export type RowsAsk = z.infer<typeof rowsAskMessage>;

/** server → console. Bodies travel as lines behind the message; a record that is not in view is left out. */
export const rowsMessage = z.strictObject({
  k: z.literal('rows'),
  ask: int.min(0),
  incarnation: z.string().max(64),
  position: int.min(0),
  /** How many of those asked for were looked at: the others have to be asked for again. */
  taken: int.min(0),
  rows: rowColumns,
});
export type Rows = z.infer<typeof rowsMessage>;

/** console → server: what was put right, or could not be. For the server's log and counters. */
export const mendedMessage = z.strictObject({
  k: z.literal('mended'),
  site,
  collection,
  missing: int.min(0),
  surplus: int.min(0),
  altered: int.min(0),
  /** The sum itself did not say what the rows say. */
  miscounted: z.boolean(),
  /** False: it still differs. It is tried again a day's part later, not at once. */
  holds: z.boolean(),
});
export type Mended = z.infer<typeof mendedMessage>;
