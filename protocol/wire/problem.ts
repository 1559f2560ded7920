/** server → console: that message could not be taken (W-10). Only its sender hears of it; nothing was half-applied. */
import { z } from 'zod';

export const PROBLEMS = ['malformed', 'tooLarge', 'tooMany', 'notAllowed', 'forked', 'busy', 'notNow'] as const;

export const problemMessage = z.strictObject({
  k: z.literal('problem'),
  problem: z.enum(PROBLEMS),
  words: z.string().max(400),
  /** Batch that it is about, or null. */
  batch: z.number().int().nullable(),
  comeBackMs: z.number().nullable(),
  /** For `forked`: the epoch that this console is granted, and the sequences that the server knows with other content. */
  epoch: z.number().int().nullable(),
  seqs: z.array(z.number().int()).max(1_000).nullable(),
  /** Of those sequences, the ones that are not lost work: [sequence, the id under which it stands at the server]. */
  known: z
    .array(z.tuple([z.number().int(), z.string().max(40)]))
    .max(1_000)
    .optional(),
});
export type Problem = z.infer<typeof problemMessage>;
