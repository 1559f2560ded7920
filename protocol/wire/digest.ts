/**
 * Are both sides the same? (W-8) A console asks for the sums of all that it may see; the answer travels behind the piece
 * that brings the console to the position of which it speaks, so that the two are compared at equal positions however far
 * apart they are. First the print of all sums, a few bytes; the sums themselves only when the prints differ.
 */
import { z } from 'zod';

const int = z.number().int();

/** console → server. */
export const digestAskMessage = z.strictObject({
  k: z.literal('digestAsk'),
  ask: int.min(0),
  want: z.enum(['print', 'sums']),
});
export type DigestAsk = z.infer<typeof digestAskMessage>;

/** server → console. */
export const digestsMessage = z.strictObject({
  k: z.literal('digests'),
  ask: int.min(0),
  incarnation: z.string().max(64),
  position: int.min(0),
  /** SHA-256 of `sumsText`, hex. */
  print: z.string().max(64),
  /** [site or '', collection, sum modulo 2^48, records]; null when only the print was wanted. */
  sums: z.array(z.tuple([z.string(), z.string(), int.min(0), int.min(0)])).nullable(),
});
export type Digests = z.infer<typeof digestsMessage>;
