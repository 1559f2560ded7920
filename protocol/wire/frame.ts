/**
 * A frame: one message as text, then packed to bytes. The first line is the message; lines after it are record bodies
 * that travel as they are stored, so that neither end parses or escapes what it only passes on.
 *
 * The engine on both ends speaks in frames over a `FrameLink`; tRPC over WebSocket is one way to carry them, the lab's
 * simulated network another.
 */

/** Packs text to bytes and back: one flag byte, then UTF-8, zstd when worth it. Provided by each composition root. */
export interface Packer {
  pack(text: string): Uint8Array;
  /** @throws FrameFault when it is not a frame or would grow beyond `maxBytes`. */
  unpack(bytes: Uint8Array, maxBytes: number): string;
}

export type FrameFaultKind = 'notAFrame' | 'tooLarge' | 'notAMessage';

export class FrameFault extends Error {
  readonly kind: FrameFaultKind;
  constructor(kind: FrameFaultKind, words: string) {
    super(words);
    this.name = 'FrameFault';
    this.kind = kind;
  }
}

/** One connection, seen from one end. Frames arrive whole and in order, or not at all. */
export interface FrameLink {
  send(frame: Uint8Array): void;
  /** Bytes given to `send` that have not left yet: back-pressure. */
  buffered(): number;
  /**
   * Bytes that came in on this connection so far, parts of frames and the far end's word on parts of ours included: what
   * tells a slow link from a dead one (N-4, N-5). Absent where the transport does not know.
   */
  received?(): number;
  close(): void;
}

export interface FrameLinkEvents {
  onFrame(frame: Uint8Array): void;
  /** Called once, whoever closed it. */
  onClose(): void;
}

/** Message and the raw lines behind it. */
export interface Framed {
  readonly head: unknown;
  readonly lines: readonly string[];
}

export function frameText(head: object, lines: readonly string[] = []): string {
  const first = JSON.stringify(head);
  return lines.length === 0 ? first : `${first}\n${lines.join('\n')}`;
}

/** @throws FrameFault when the first line is not JSON. */
export function readFrameText(text: string): Framed {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  try {
    return { head: JSON.parse(first) as unknown, lines: end < 0 ? [] : text.slice(end + 1).split('\n') };
  } catch {
    throw new FrameFault('notAMessage', 'the frame does not hold a message');
  }
}
