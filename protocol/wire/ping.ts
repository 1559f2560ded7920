/** Is anybody there? Answered at once by the other program, not by a socket in between (N-5). */
import { z } from 'zod';

const number = z.number().int().min(0);
/** console → server. */
export const pingMessage = z.strictObject({ k: z.literal('ping'), ping: number });
/** server → console. */
export const pongMessage = z.strictObject({ k: z.literal('pong'), ping: number });
