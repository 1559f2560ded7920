/** The first thing wrong with a row, in words. */
import type { z } from 'zod';

export function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? issue.message : 'the row is not of the right shape';
}
