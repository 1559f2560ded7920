/**
 * The messages between a page and the main process, as JSON text in both shells. A page opens first (in the browser
 * shell with its one-time token, or the bearer that it got for one), then calls procedures by id and path.
 */
import { z } from 'zod';
import type { Fault } from './fault.ts';

/** Largest message that a page may send, bytes. The largest honest one (200 edits of long notes) is far smaller. */
export const LARGEST_MESSAGE = 1024 * 1024;

const id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const secret = z.string().max(200);
const path = z
  .string()
  .max(80)
  .regex(/^[a-zA-Z]+(\.[a-zA-Z]+)+$/);

export const openMessage = z.strictObject({
  type: z.literal('open'),
  token: secret.optional(),
  bearer: secret.optional(),
});
export type OpenMessage = z.infer<typeof openMessage>;

export const callMessage = z.strictObject({
  type: z.enum(['query', 'mutation', 'subscription']),
  id,
  path,
  /** Validated by the procedure that it is for. */
  input: z.unknown().optional(),
});
export type CallMessage = z.infer<typeof callMessage>;

export const pageMessage = z.discriminatedUnion('type', [callMessage, z.strictObject({ type: z.literal('stop'), id })]);
export type PageMessage = z.infer<typeof pageMessage>;

/** tRPC's error shape with an expected fault as data. */
export interface WireError {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly code: string; readonly path?: string | undefined; readonly fault: Fault | null };
}

export type ConsoleMessage =
  /** The page may call. A bearer opens it again after a reload (browser shell). */
  | { readonly type: 'opened'; readonly bearer: string | null }
  /** It may not; trying again with the same secret is useless. */
  | { readonly type: 'refused'; readonly words: string }
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'data'; readonly id: number; readonly data?: unknown }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError };
