/**
 * Tells a person outside of the window that something is asked of them: each question once, many that come together as
 * one notice, nothing again after a restart (what was told is kept in the replica). What waits when notices are switched
 * on, or when a laptop is new, is on the screen already and counts as told.
 */
import type { Announcement, Notice } from '../../protocol/ipc/api.ts';
import type { Replica } from '../replica/replica.ts';
import type { NotifyPort } from '../shell/core.ts';
import type { Timers } from '../sync/link.ts';
import { noticeOf, type NewQuestion } from './notice-words.ts';

/** News of one reconnect comes in several pieces. */
const GATHER_MS = 1_500;
/** More than are ever open at a time; the oldest are forgotten first. */
const REMEMBERED = 2_000;

export interface NotifierPorts {
  readonly replica: Replica;
  readonly timers: Timers;
  /** What waits for the person here, oldest first. */
  readonly waiting: () => readonly NewQuestion[];
  readonly screen: () => 'open' | 'locked';
  readonly isOn: () => boolean;
  /** The desktop's own notices; null where the pages show them. */
  readonly desktop: NotifyPort | null;
}

export class Notifier {
  private readonly ports: NotifierPorts;
  private readonly pages = new Set<(announced: Announcement) => void>();
  /** A click that no page has heard yet. */
  private opening: Announcement | null = null;
  private looking = false;
  private stopped = false;

  constructor(ports: NotifierPorts) {
    this.ports = ports;
  }

  stop(): void {
    this.stopped = true;
    this.pages.clear();
  }

  /** A page that shows notices and goes where they lead. */
  onAnnounced(page: (announced: Announcement) => void): () => void {
    this.pages.add(page);
    if (this.opening) page(this.opening);
    this.opening = null;
    this.lookSoon();
    return () => this.pages.delete(page);
  }

  /** Questions may have come; a burst is looked at once. */
  lookSoon(): void {
    if (this.looking || this.stopped) return;
    this.looking = true;
    this.ports.timers.after(GATHER_MS, () => {
      this.looking = false;
      if (!this.stopped) this.look();
    });
  }

  private look(): void {
    const { replica, isOn, screen } = this.ports;
    if (replica.identity() === null || replica.disk.fault() || replica.readMeta('incomplete') === true) return;
    const waiting = this.ports.waiting();
    const told = replica.readMeta('noticed');
    const fresh = waiting.filter((q) => told?.includes(q.id) !== true);
    if (told !== null && fresh.length === 0) return;
    if (told === null || !isOn() || this.show(noticeOf(fresh, screen()))) this.remember(told ?? [], fresh);
  }

  /** True when somebody could see it. */
  private show(notice: Notice): boolean {
    const { desktop } = this.ports;
    if (desktop) return desktop(notice, () => this.open(notice));
    for (const page of this.pages) page({ kind: 'show', notice });
    return this.pages.size > 0;
  }

  private open({ question }: Notice): void {
    const announced: Announcement = { kind: 'open', question };
    if (this.pages.size === 0) this.opening = announced;
    for (const page of this.pages) page(announced);
  }

  private remember(told: readonly string[], fresh: readonly NewQuestion[]): void {
    const { replica } = this.ports;
    const all = [...told, ...fresh.map((q) => q.id)].slice(-REMEMBERED);
    replica.transact('replayable', () => replica.writeMeta('noticed', all));
  }
}
