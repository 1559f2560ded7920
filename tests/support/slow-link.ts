/** A clock that stands still unless told to move, and a link on it that is slow, silent or dead: for the engine alone. */
import { zstdPacker } from '../../main/sync/zstd.ts';
import type { Dialer, Timers } from '../../main/sync/link.ts';
import { readFrameText, type FrameLink, type FrameLinkEvents } from '../../protocol/wire/frame.ts';
import { MAX_UNPACKED_BYTES } from '../../protocol/wire/limits.ts';
import type { Desk } from './guest.ts';

/** A clock that moves when it is told to, and the things that happen on the way. */
export class Clock implements Timers {
  at = 1_790_000_000_000;
  private tasks: { at: number; task: () => void }[] = [];
  now = (): number => this.at;
  after = (ms: number, task: () => void): (() => void) => {
    const entry = { at: this.at + ms, task };
    this.tasks.push(entry);
    return () => void (this.tasks = this.tasks.filter((t) => t !== entry));
  };
  pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  random = (): number => 0.5;

  /** Milliseconds pass, one task at a time, with turns for what is not on this clock. */
  async pass(ms: number): Promise<void> {
    const end = this.at + ms;
    for (;;) {
      await this.pause();
      const next = this.tasks.filter((t) => t.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.tasks = this.tasks.filter((t) => t !== next);
      this.at = Math.max(this.at, next.at);
      next.task();
    }
    this.at = end;
  }
}

/** A link whose frames take a while each way, and may be lost from some moment on. */
export class SlowLink implements Dialer {
  dials = 0;
  closed = 0;
  isDead = false;
  /** True for a message that the link swallows on its way to the server, without a word. */
  swallows: (kind: string) => boolean = () => false;
  private readonly clock: Clock;
  private readonly desk: Desk;
  private readonly oneWayMs: number;

  constructor(clock: Clock, desk: Desk, oneWayMs: number) {
    this.clock = clock;
    this.desk = desk;
    this.oneWayMs = oneWayMs;
  }

  dial(events: FrameLinkEvents & { onOpen(link: FrameLink): void }): { abandon(): void } {
    this.dials += 1;
    let open = true;
    const travel = (task: () => void): void =>
      void this.clock.after(this.oneWayMs, () => open && !this.isDead && task());
    const end = (): void => {
      if (!open) return;
      open = false;
      this.closed += 1;
      events.onClose();
    };
    const session = this.desk.session({
      send: (frame) => travel(() => events.onFrame(frame)),
      buffered: () => 0,
      close: end,
    });
    travel(() => {
      const send = (frame: Uint8Array): void => {
        if (!this.swallows(kindOf(frame))) travel(() => void session.receive(frame));
      };
      events.onOpen({ send, buffered: () => 0, close: end });
      session.open();
    });
    return { abandon: end };
  }
  isSecure = () => false;
  diagnose = () => Promise.resolve({});
}

function kindOf(frame: Uint8Array): string {
  return String((readFrameText(zstdPacker.unpack(frame, MAX_UNPACKED_BYTES)).head as { k?: unknown }).k);
}
