/** All messages, by direction: decoding is total, and what is not one of these is a typed fault (W-10). */
import { z } from 'zod';
import { FrameFault, readFrameText, type Packer } from './frame.ts';
import { MAX_DOWN_FRAME_BYTES, MAX_DOWN_UNPACKED_BYTES, MAX_FRAME_BYTES, MAX_UNPACKED_BYTES } from './limits.ts';
import { challengeMessage, goodbyeMessage, helloMessage, welcomeMessage } from './hello.ts';
import { digestAskMessage, digestsMessage } from './digest.ts';
import { exportAskMessage, exportPartMessage } from './export.ts';
import { historyAskMessage, historyPageMessage } from './history.ts';
import { ledgerAnswerMessage, ledgerMessage } from './ledger.ts';
import { outcomesMessage } from './outcomes.ts';
import { pingMessage, pongMessage } from './ping.ts';
import { problemMessage } from './problem.ts';
import { ackMessage, deltaMessage, pullMessage } from './pull.ts';
import { pushMessage } from './push.ts';
import { mendedMessage, partAskMessage, partMessage, rowsAskMessage, rowsMessage } from './repair.ts';

export const upMessage = z.discriminatedUnion('k', [
  helloMessage,
  pushMessage,
  pullMessage,
  ackMessage,
  historyAskMessage,
  exportAskMessage,
  digestAskMessage,
  partAskMessage,
  rowsAskMessage,
  mendedMessage,
  ledgerMessage,
  pingMessage,
]);
export type UpMessage = z.infer<typeof upMessage>;

export const downMessage = z.discriminatedUnion('k', [
  challengeMessage,
  welcomeMessage,
  goodbyeMessage,
  outcomesMessage,
  deltaMessage,
  historyPageMessage,
  exportPartMessage,
  digestsMessage,
  partMessage,
  rowsMessage,
  ledgerAnswerMessage,
  problemMessage,
  pongMessage,
]);
export type DownMessage = z.infer<typeof downMessage>;

/** Levels of a message: honest ones have fewer than ten, and a value may nest a little. */
const MAX_DEPTH = 40;
/** What fits into a `problem`, characters: the sender is told in these words. */
const MAX_WORDS = 300;

export interface Received<Message> {
  readonly message: Message;
  readonly lines: readonly string[];
}

/** @throws FrameFault */
export function readUp(packer: Packer, frame: Uint8Array): Received<UpMessage> {
  return read(upMessage, packer, frame, MAX_FRAME_BYTES, MAX_UNPACKED_BYTES);
}

/** @throws FrameFault */
export function readDown(packer: Packer, frame: Uint8Array): Received<DownMessage> {
  return read(downMessage, packer, frame, MAX_DOWN_FRAME_BYTES, MAX_DOWN_UNPACKED_BYTES);
}

function read<Message>(
  shape: z.ZodType<Message>,
  packer: Packer,
  frame: Uint8Array,
  maxBytes: number,
  maxUnpacked: number,
): Received<Message> {
  if (frame.length > maxBytes) throw new FrameFault('tooLarge', `a frame of ${frame.length} bytes is too large`);
  const { head, lines } = readFrameText(packer.unpack(frame, maxUnpacked));
  if (isDeeperThan(head, MAX_DEPTH)) throw new FrameFault('notAMessage', 'not a message: it is nested too deeply');
  const parsed = shape.safeParse(head);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    const words = `not a message: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`;
    throw new FrameFault('notAMessage', words.slice(0, MAX_WORDS));
  }
  return { message: parsed.data, lines };
}

/** Looks no deeper than `limit`, so that the text of a hostile sender cannot use up the stack of what reads it. */
function isDeeperThan(value: unknown, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return limit === 0 || parts.some((part) => isDeeperThan(part, limit - 1));
}
