/**
 * After the commit: what changed, kept for a while as it will be told. The newest cells stand in a ring in
 * memory; consoles that stand within the ring are served from it, and consoles at the same place share one encoded
 * frame. Everybody else reads from the database. The ring is bounded; falling out of it costs a query, nothing more.
 */
import type { Position, RecordId } from '../../domain/ids.ts';
import { frameText, type Packer } from '../../protocol/wire/frame.ts';
import type { Delta } from '../../protocol/wire/pull.ts';
import type { Committed, TouchedCell } from './finish.ts';

export const RING_CELLS = 50_000;

export interface Ring {
  add(committed: Committed): void;
  /** Cells beyond `from`, newest state of each; null when the ring does not reach back that far. */
  since(from: Position): readonly TouchedCell[] | null;
  head(): Position;
}

export function createRing(start: Position, limit = RING_CELLS): Ring {
  let cells: TouchedCell[] = [];
  let floor = start;
  let head = start;
  return {
    add({ from, to, cells: more, moved }) {
      if (from !== head || moved) {
        cells = [];
        floor = to;
      } else {
        for (const cell of more.toSorted((a, b) => a.pos - b.pos)) cells.push(cell);
      }
      head = to;
      if (cells.length > limit) {
        const cut = cells[cells.length - Math.floor(limit / 2)] as TouchedCell;
        cells = cells.filter((c) => c.pos > cut.pos);
        floor = cut.pos;
      }
    },
    since(from) {
      if (from < floor) return null;
      const newest = new Map<string, TouchedCell>();
      for (let i = cells.length - 1; i >= 0; i--) {
        const cell = cells[i] as TouchedCell;
        if (cell.pos <= from) break;
        const key = `${cell.record} ${cell.group}`;
        if (!newest.has(key)) newest.set(key, cell);
      }
      return [...newest.values()].toReversed();
    },
    head: () => head,
  };
}

/** Frames made for one fan-out, shared by all consoles that stand at the same place and see the same sites. */
export class FrameCache {
  private readonly frames = new Map<string, Uint8Array>();
  private readonly packer: Packer;

  constructor(packer: Packer) {
    this.packer = packer;
  }

  of(key: string, make: () => { readonly head: Delta; readonly lines: readonly string[] }): Uint8Array {
    const known = this.frames.get(key);
    if (known) return known;
    const { head, lines } = make();
    const frame = this.packer.pack(frameText(head, lines));
    this.frames.set(key, frame);
    return frame;
  }

  clear(): void {
    this.frames.clear();
  }
}

export function sees(sites: ReadonlySet<string> | null, site: RecordId | null): boolean {
  return sites === null || site === null || sites.has(site);
}
