/** Why a link does not come about, found out beside the tries for one: it takes longer than they do (N-2, N-3). */
import type { Dialer } from './link.ts';

type Found = Awaited<ReturnType<Dialer['diagnose']>>;

export class Diagnosis {
  private readonly dialer: Dialer;
  private readonly found: (found: Found) => void;
  private running = false;
  /** Links that opened so far: only one that opens makes a finding yesterday's news. */
  private opens = 0;

  constructor(dialer: Dialer, found: (found: Found) => void) {
    this.dialer = dialer;
    this.found = found;
  }

  opened(): void {
    this.opens += 1;
  }

  async begin(): Promise<void> {
    if (this.running) return;
    this.running = true;
    const { opens } = this;
    try {
      const found = await this.dialer.diagnose();
      if (opens === this.opens) this.found(found);
    } finally {
      this.running = false;
    }
  }
}
