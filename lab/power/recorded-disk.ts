/**
 * A disk as it may look after the power went: what a program had synced is there, and of everything since the last
 * fsync of that file (or folder) any part may be there or not, down to a sector.
 *
 *   data    written since the last fsync of the file: each sector of each write on its own
 *   names   files made, renamed and removed since the last fsync of the folder: each on its own, but never a later one on
 *           a name whose earlier one was lost
 *
 * That is harsher than today's journalling file systems and kinder than a disk that lies about its flush.
 */
import { dirname } from 'node:path';
import type { Chance } from '../world/chance.ts';
import type { DiskStep } from './disk-step.ts';

/** How much of what was not synced is there: nothing, everything, or by chance in pieces of `grain` bytes. */
export type Loss =
  | { readonly unsynced: 'lost' | 'kept' }
  | { readonly unsynced: 'some'; readonly grain: 512 | 4096; readonly part: number }
  /** Everything but the end of each file's last write. */
  | { readonly unsynced: 'torn' };

export interface DiskImage {
  readonly folders: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
}

type DataStep = { readonly at: number; readonly bytes: Buffer } | { readonly size: number };

interface StoredFile {
  durable: Buffer;
  pending: DataStep[];
}
type Stored = StoredFile | 'folder';

/** `to` null: the name goes. */
interface NameStep {
  readonly path: string;
  readonly from: string | null;
  readonly stored: Stored | null;
}

export class RecordedDisk {
  private readonly names = new Map<string, Stored>();
  private readonly durableNames = new Map<string, Stored>();
  private pendingNames: NameStep[] = [];

  apply(step: DiskStep): void {
    if (step.op === 'make') this.name(step.path, null, step.what === 'folder' ? 'folder' : emptyFile());
    else if (step.op === 'remove') this.unname(step.path);
    else if (step.op === 'rename') this.name(step.to, step.from, this.names.get(step.from) ?? emptyFile());
    else if (step.op === 'write') this.file(step.path).pending.push({ at: step.at, bytes: step.bytes });
    else if (step.op === 'truncate') this.file(step.path).pending.push({ size: step.size });
    else if (step.op === 'sync') this.sync(step.path);
  }

  image(loss: Loss, chance: Chance): DiskImage {
    const names = this.survivingNames(loss, chance);
    const isThere = (path: string): boolean => path === '.' || (names.get(path) === 'folder' && isThere(dirname(path)));
    const folders: string[] = [];
    const files = new Map<string, Buffer>();
    for (const [path, stored] of names) {
      if (!isThere(dirname(path))) continue;
      if (stored === 'folder') folders.push(path);
      else files.set(path, contentAfter(stored, loss, chance));
    }
    return { folders: folders.toSorted(), files };
  }

  private name(path: string, from: string | null, stored: Stored): void {
    if (from !== null) this.names.delete(from);
    this.names.set(path, stored);
    this.pendingNames.push({ path, from, stored });
  }

  private unname(path: string): void {
    this.names.delete(path);
    this.pendingNames.push({ path, from: null, stored: null });
  }

  private file(path: string): StoredFile {
    const stored = this.names.get(path);
    if (stored === undefined || stored === 'folder') throw new Error(`${path} is written and was never made`);
    return stored;
  }

  private sync(path: string): void {
    const stored = path === '' ? 'folder' : this.names.get(path);
    if (stored === undefined) return;
    if (stored !== 'folder') {
      stored.durable = replayed(stored.durable, stored.pending);
      stored.pending = [];
      return;
    }
    const folder = path === '' ? '.' : path;
    for (const step of this.pendingNames) if (dirname(step.path) === folder) applyName(this.durableNames, step);
    this.pendingNames = this.pendingNames.filter((step) => dirname(step.path) !== folder);
  }

  private survivingNames(loss: Loss, chance: Chance): ReadonlyMap<string, Stored> {
    const names = new Map(this.durableNames);
    const lost = new Set<string>();
    for (const step of this.pendingNames) {
      const touched = step.from === null ? [step.path] : [step.path, step.from];
      if (touched.every((path) => !lost.has(path)) && survives(loss, chance)) applyName(names, step);
      else for (const path of touched) lost.add(path);
    }
    return names;
  }
}

function applyName(names: Map<string, Stored>, { path, from, stored }: NameStep): void {
  if (from !== null) names.delete(from);
  if (stored === null) names.delete(path);
  else names.set(path, stored);
}

function survives(loss: Loss, chance: Chance): boolean {
  if (loss.unsynced === 'some') return chance.is(loss.part);
  return loss.unsynced !== 'lost';
}

function contentAfter(file: StoredFile, loss: Loss, chance: Chance): Buffer {
  if (loss.unsynced === 'lost') return file.durable;
  const last = file.pending.length - 1;
  const kept = file.pending.flatMap((step, index): readonly DataStep[] => {
    if (loss.unsynced === 'kept') return [step];
    if (!('bytes' in step)) return survives(loss, chance) ? [step] : [];
    if (loss.unsynced === 'some') return pieces(step, loss.grain).filter(() => chance.is(loss.part));
    return [index < last ? step : torn(step, chance)];
  });
  return replayed(file.durable, kept);
}

/** Whole sectors of its beginning, at least none and never all. */
function torn(step: { readonly at: number; readonly bytes: Buffer }, chance: Chance): DataStep {
  const sectors = Math.ceil(step.bytes.length / SECTOR);
  return { at: step.at, bytes: step.bytes.subarray(0, chance.between(0, sectors - 1) * SECTOR) };
}
const SECTOR = 512;

/** Cut where the file's own pages of `grain` bytes end. */
function pieces(step: { readonly at: number; readonly bytes: Buffer }, grain: number): readonly DataStep[] {
  const cut: DataStep[] = [];
  for (let from = 0; from < step.bytes.length;) {
    const to = Math.min(step.bytes.length, (Math.floor((step.at + from) / grain) + 1) * grain - step.at);
    cut.push({ at: step.at + from, bytes: step.bytes.subarray(from, to) });
    from = to;
  }
  return cut;
}

/** Always a copy: what is durable is shared by all images. */
function replayed(content: Buffer, steps: readonly DataStep[]): Buffer {
  const ends = steps.map((step) => ('bytes' in step ? step.at + step.bytes.length : step.size));
  const room = Buffer.alloc(Math.max(content.length, ...ends));
  content.copy(room);
  let size = content.length;
  for (const step of steps) {
    if ('bytes' in step) {
      step.bytes.copy(room, step.at);
      if (step.bytes.length > 0) size = Math.max(size, step.at + step.bytes.length);
    } else {
      room.fill(0, Math.min(size, step.size), Math.max(size, step.size));
      size = step.size;
    }
  }
  return room.subarray(0, size);
}

const emptyFile = (): StoredFile => ({ durable: Buffer.alloc(0), pending: [] });
