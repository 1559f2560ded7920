/** Fills the search index behind the saves (SAVE-2): a slice at a time, and other work goes first in between. */
import type { CorePorts } from './core-ports.ts';
import { indexSearch } from './replica/fill-search.ts';

const SLICE_MS = 4;
const PAUSE_MS = 15;

export class SearchIndexer {
  private readonly ports: CorePorts;
  private waiting = false;
  private stopped = false;

  constructor(ports: CorePorts) {
    this.ports = ports;
  }

  /** Something may have to be indexed: soon, and until nothing is left. */
  soon(): void {
    if (this.waiting || this.stopped) return;
    this.waiting = true;
    this.ports.timers.after(PAUSE_MS, () => {
      this.waiting = false;
      if (!this.stopped && this.slice()) this.soon();
    });
  }

  stop(): void {
    this.stopped = true;
  }

  /** True while there is more. A full disk stops the index, not the program: the list is still there for the next time. */
  private slice(): boolean {
    const { replica, timers, options } = this.ports;
    try {
      return indexSearch(replica, timers, SLICE_MS);
    } catch (error) {
      if (replica.disk.fault()) return false;
      options.log({ event: 'not indexed', error: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }
}
