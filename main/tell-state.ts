/**
 * The state of the console, told to whoever shows it: bursts of news become one, and looking at the state takes a small
 * part of the time however long a look takes. Once the disk has failed nothing is read any more: what was last read
 * stands, with what has happened and what to do (SAVE-3).
 */
import type { AppState } from '../protocol/ipc/state.ts';
import { appState, NO_COUNTS, readCounts, type FrameCounts, type FrameFacts } from './app-state.ts';
import type { CorePorts } from './core-ports.ts';

/** Milliseconds within which many changes become one piece of news for the frame: longer where looking takes longer. */
const STATE_WINDOW_MS = 50;
const LONGEST_WINDOW_MS = 2_000;
/** Looking at the state takes at most this part of the time. */
const STATE_SHARE = 0.05;

export class StateTeller {
  private readonly ports: CorePorts;
  private readonly facts: () => FrameFacts;
  private readonly countQuestions: () => number;
  private readonly listeners = new Set<(state: AppState) => void>();
  private counts: FrameCounts = NO_COUNTS;
  private telling = false;
  private stopped = false;
  private window = STATE_WINDOW_MS;

  constructor(ports: CorePorts, facts: () => FrameFacts, countQuestions: () => number) {
    this.ports = ports;
    this.facts = facts;
    this.countQuestions = countQuestions;
  }

  stop(): void {
    this.stopped = true;
    this.listeners.clear();
  }

  state(): AppState {
    const { disk } = this.ports.replica;
    try {
      if (!disk.fault()) this.counts = readCounts(this.ports, this.countQuestions());
    } catch (error) {
      disk.judge(error);
      if (!disk.fault()) throw error;
    }
    return appState(this.ports, this.facts(), this.counts);
  }

  onState(listener: (state: AppState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something that the frame shows may have changed. */
  changed(): void {
    if (this.telling || this.stopped) return;
    this.telling = true;
    const { timers } = this.ports;
    timers.after(this.window, () => {
      this.telling = false;
      if (this.stopped) return;
      const began = timers.now();
      const state = this.state();
      const wanted = (timers.now() - began) / STATE_SHARE;
      this.window = Math.min(LONGEST_WINDOW_MS, Math.max(STATE_WINDOW_MS, wanted));
      for (const listener of this.listeners) listener(state);
    });
  }
}
