/**
 * Changes on their way down (W-5). A console says where it stands; the server sends what it may see beyond that, a
 * bounded piece at a time, and goes on as the console confirms each piece. There is no separate snapshot: a first sync
 * is a pull from position 0, resumes at the last piece that arrived, and rows that change meanwhile come again later.
 */
import { z } from 'zod';
import { logMark } from './log-mark.ts';

const int = z.number().int();

/** Whole records in columns; sites, parents and collections by number. Their bodies travel as lines behind the message. */
export const rowColumns = z.strictObject({
  sites: z.array(z.string()),
  collections: z.array(z.string()),
  id: z.array(z.string()),
  collection: z.array(int),
  site: z.array(int),
  parent: z.array(z.string().nullable()),
  k1: z.array(z.string().nullable()),
  k2: z.array(z.string().nullable()),
  sort: z.array(z.number().nullable()),
  pos: z.array(int),
});
export type RowColumns = z.infer<typeof rowColumns>;

/** console → server: send what I may see beyond `cursor`. */
export const pullMessage = z.strictObject({
  k: z.literal('pull'),
  incarnation: z.string().max(64),
  cursor: int.min(0),
  /** Sites that came into view later than the cursor, each with how far it has been filled in. */
  behind: z.array(z.tuple([z.string().max(40), int.min(0)])).max(10_000),
  /**
   * True until a console has caught up once after it began from nothing, or a site came into view: a record that was
   * written meanwhile stands beyond the cursor although the console never had it, so records are sent whole.
   */
  whole: z.boolean(),
});
export type Pull = z.infer<typeof pullMessage>;

/** console → server: the piece that ended at `to` is in the replica. */
export const ackMessage = z.strictObject({ k: z.literal('ack'), site: z.string().max(40).nullable(), to: int.min(0) });
export type Ack = z.infer<typeof ackMessage>;

/** server → console. Bodies of `rows`, then cells of `cells`, travel as lines behind the message. */
export const deltaMessage = z.strictObject({
  k: z.literal('delta'),
  incarnation: z.string().max(64),
  /** The log at `to`; null in a piece of one site, which passes no part of the log. */
  mark: logMark.nullable(),
  /** Site being filled in, or null for the log itself. */
  site: z.string().nullable(),
  from: int.min(0),
  to: int.min(0),
  /** Position of the log's end, and how many rows are still to come (0: caught up). */
  head: int.min(0),
  remaining: int.min(0),
  rows: rowColumns,
  /** Groups of records that the console already has, or that are made of just these groups. */
  cells: z.strictObject({
    sites: z.array(z.string()),
    /** [collection, group] by number. */
    kinds: z.array(z.tuple([z.string(), z.string()])),
    id: z.array(z.string()),
    site: z.array(int),
    kind: z.array(int),
  }),
  /** Records that left the view. */
  left: z.array(z.string()),
  /**
   * True when everything in this range is this console's own work whose outcomes went out on this connection: it
   * already has the values, and only the positions pass.
   */
  own: z.boolean(),
});
export type Delta = z.infer<typeof deltaMessage>;
