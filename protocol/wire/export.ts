/**
 * A history as a file: made by the server, which has the whole log and the key that signs it, and fetched a part at
 * a time, so that work which travels beside it never waits long. The first ask makes the file; later ones fetch of it.
 */
import { z } from 'zod';

const int = z.number().int();

/** Characters of base64 in one part. */
export const EXPORT_PART = 192 << 10;

/** console → server. */
export const exportAskMessage = z.strictObject({
  k: z.literal('exportAsk'),
  ask: int.min(0),
  /** A record, or a site: then everything there. */
  record: z.string().max(40),
  format: z.enum(['jsonl', 'pdf']),
  /** Received by the server from then on, and before then; milliseconds UTC. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  part: int.min(0),
});
export type ExportAsk = z.infer<typeof exportAskMessage>;

/** server → console. */
export const exportPartMessage = z.strictObject({
  k: z.literal('exportPart'),
  ask: int,
  part: int,
  /** How many there are; 0 with `refused`. */
  parts: int,
  /** Of the file. */
  name: z.string().max(200),
  data: z.string(),
  /** Why there is no file, in words for the person; null: there is. */
  refused: z.string().max(400).nullable(),
});
export type ExportPart = z.infer<typeof exportPartMessage>;
