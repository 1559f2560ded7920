/** A dialer over the real network that cuts its connections where a test says. */
import type { Dialer } from '../../main/sync/link.ts';
import { dialFrames } from '../../main/sync/trpc-link.ts';
import { zstdPacker } from '../../main/sync/zstd.ts';
import { MAX_UNPACKED_BYTES } from '../../protocol/wire/limits.ts';
import { readFrameText } from '../../protocol/wire/frame.ts';

export type Direction = 'up' | 'down';
/** What to do with a frame: `cut` loses it and the connection, `cutAfter` only the connection. */
export type Verdict = 'pass' | 'lose' | 'cut' | 'cutAfter';

export interface CutDialer extends Dialer {
  /** Kinds of messages that went through, in order. */
  readonly passed: string[];
}

export function cutDialer(server: string, judge: (kind: string, direction: Direction) => Verdict): CutDialer {
  const passed: string[] = [];
  const kindOf = (frame: Uint8Array): string =>
    String((readFrameText(zstdPacker.unpack(frame, MAX_UNPACKED_BYTES)).head as { k?: unknown }).k);
  return {
    passed,
    dial(events) {
      let close = (): void => {};
      const through = (frame: Uint8Array, direction: Direction, deliver: () => void): void => {
        const kind = kindOf(frame);
        const verdict = judge(kind, direction);
        if (verdict === 'pass' || verdict === 'cutAfter') {
          passed.push(`${direction} ${kind}`);
          deliver();
        }
        if (verdict === 'cut' || verdict === 'cutAfter') close();
      };
      return dialFrames(server, {
        onOpen(link) {
          close = link.close;
          events.onOpen({ ...link, send: (frame) => through(frame, 'up', () => link.send(frame)) });
        },
        onFrame: (frame) => through(frame, 'down', () => events.onFrame(frame)),
        onClose: events.onClose,
      });
    },
    isSecure: () => false,
    diagnose: () => Promise.resolve({ interfaceUp: true }),
  };
}
