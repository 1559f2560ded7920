/**
 * A signed checkpoint of the server's log, told at a hello: consoles keep the last few, so that a log that is
 * altered afterwards contradicts laptops in other hands.
 */
import { z } from 'zod';

export const checkpointMessage = z.strictObject({
  position: z.number().int().min(1),
  incarnation: z.string().max(64),
  chain: z.string().max(128),
  root: z.string().max(128),
  at: z.number(),
  /** Ed25519 over `checkpointText`, base64. */
  signature: z.string().max(200),
  /** SPKI DER, base64. */
  key: z.string().max(200),
});
export type CheckpointMessage = z.infer<typeof checkpointMessage>;
