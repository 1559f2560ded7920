/** What was asked for happens once, at the end of this turn, however often it was asked: never inside a save. */
export type Wanted = 'offer' | 'try';

export class Errand {
  private readonly after: (ms: number, task: () => void) => unknown;
  private readonly run: (wanted: Wanted) => void;
  private wanted: Wanted | null = null;

  constructor(after: (ms: number, task: () => void) => unknown, run: (wanted: Wanted) => void) {
    this.after = after;
    this.run = run;
  }

  /** A try is more than an offer: it stays one. */
  ask(wanted: Wanted): void {
    const isPlanned = this.wanted !== null;
    this.wanted = this.wanted === 'try' ? 'try' : wanted;
    if (isPlanned) return;
    this.after(0, () => {
      const now = this.wanted ?? wanted;
      this.wanted = null;
      this.run(now);
    });
  }
}
