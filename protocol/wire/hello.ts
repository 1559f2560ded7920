/** The opening of a connection (W-1): challenge, hello, then welcome or a refusal that says why in data. */
import { z } from 'zod';
import { checkpointMessage } from './checkpoint.ts';
import { logMark, MAX_OLDER_MARKS, olderMark } from './log-mark.ts';

const count = z.number().int().min(0);

/** server → console, first of all. */
export const challengeMessage = z.strictObject({
  k: z.literal('challenge'),
  nonce: z.string().min(16).max(128),
  protocol: count,
  oldestServed: count,
  serverTime: z.number(),
});
export type Challenge = z.infer<typeof challengeMessage>;

export const laneSummary = z.strictObject({ count, bytes: count, oldest: z.number().nullable() });

/** console → server. */
export const helloMessage = z.strictObject({
  k: z.literal('hello'),
  protocol: count,
  schema: count,
  org: z.string().max(60),
  device: count,
  epoch: count,
  /** Newest sequence of this epoch, and the chain head there (SAVE-4). */
  lastSeq: count,
  head: z.string().max(128),
  incarnation: z.string().max(64),
  cursor: count,
  /** The newest place of that incarnation's log that the server told of, and older ones, newest first (W-12). */
  mark: logMark.nullable(),
  older: z.array(olderMark).max(MAX_OLDER_MARKS),
  app: z.string().max(40),
  time: z.number(),
  queue: z.strictObject({ critical: laneSummary, normal: laneSummary, background: laneSummary, held: count }),
  /** The signed lease of the person who is signed in. */
  lease: z.string().max(4_000),
  /** Ed25519 over the challenge's nonce and the fields above, base64. */
  signature: z.string().max(200),
});
export type Hello = z.infer<typeof helloMessage>;

/** Text that a hello signs. */
export function helloText(nonce: string, hello: Omit<Hello, 'signature'>): string {
  const { org, device, epoch, lastSeq, head, incarnation, cursor, mark, older } = hello;
  const marks = [mark && [mark.position, mark.chain], older];
  return JSON.stringify(['holdfast hello', nonce, org, device, epoch, lastSeq, head, incarnation, cursor, marks]);
}

/** server → console: work may travel. */
export const welcomeMessage = z.strictObject({
  k: z.literal('welcome'),
  incarnation: z.string().max(64),
  position: count,
  /** The end of the log now. */
  mark: logMark,
  /** Up to here what the console was told is still so; below its own newest mark: it goes back to there (W-12). */
  common: count,
  /** Log up to here is covered by a backup or a standby (W-12). */
  safePosition: count,
  /** Everything up to this sequence of the hello's epoch has been received; above it, only `gaps` beyond are missing. */
  highWater: count,
  /** Sequences above the high-water mark that were received. */
  above: z.array(count).max(200_000),
  /** Chain head at the high-water mark, as the server reckons it; empty when it cannot be compared. */
  chain: z.string().max(128),
  /** The newest epoch of this laptop that may be in use anywhere, as far as the server knows. */
  epoch: count,
  /** Sites this console may see; null: all of the organisation. */
  sites: z.array(z.string()).nullable(),
  /** Bytes of changes that may be in flight; the console obeys. */
  grantBytes: count,
  serverTime: z.number(),
  /** False when the lease has expired: work is taken, others' records are not sent until somebody signs in (H-2). */
  mayRead: z.boolean(),
  /** A fresh lease, when the old one is past half of its life. */
  lease: z.string().max(4_000).nullable(),
  /** The newest signed checkpoint of the log; absent: nothing is signed yet. */
  checkpoint: checkpointMessage.optional(),
});
export type Welcome = z.infer<typeof welcomeMessage>;

export const REFUSED_HELLO = [
  'tooOld',
  'tooNew',
  'expired',
  'notEnrolled',
  'wrongOrganisation',
  'busy',
  'malformed',
] as const;

/** server → console: not now, or not so. The connection closes after it. */
export const goodbyeMessage = z.strictObject({
  k: z.literal('goodbye'),
  reason: z.enum(REFUSED_HELLO),
  words: z.string().max(400),
  /** For `busy`: milliseconds after which to come back. */
  comeBackMs: z.number().nullable(),
});
export type Goodbye = z.infer<typeof goodbyeMessage>;
