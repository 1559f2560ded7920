/**
 * A place in the server's log, named so that nobody can mistake it for another log's: the chain head there covers every
 * entry up to it. A console keeps such marks as it passes them, and by them finds out what a restored server still has
 * (W-12). The seal is the server's own proof that it said so: only a sealed mark can show it that its log was cut.
 */
import { z } from 'zod';

const chain = z.string().max(128);

export const logMark = z.strictObject({
  position: z.number().int().min(0),
  chain,
  seal: z.string().max(128),
});
export type LogMark = z.infer<typeof logMark>;

/** Hex digits of a chain head by which older marks are told apart: 64 bits, since a lie costs only its teller. */
export const SHORT_CHAIN = 16;

/** An older mark: position, and the beginning of the chain head there. */
export const olderMark = z.tuple([z.number().int().min(0), z.string().max(SHORT_CHAIN)]);
export type OlderMark = z.infer<typeof olderMark>;

/** A ladder of marks has fewer rungs than this, however long the log is. */
export const MAX_OLDER_MARKS = 64;

/** What a seal covers: a mark is of one organisation and of one incarnation of its log. */
export function sealText(org: string, incarnation: string, { position, chain: at }: Omit<LogMark, 'seal'>): string {
  return JSON.stringify(['holdfast log mark', org, incarnation, position, at]);
}
