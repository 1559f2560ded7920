/**
 * Somebody at a laptop. Every deed goes through the verbs that the screens call, with what the screen would have had in
 * view; what cannot be done now (nothing to answer, a laptop that is off) is let be.
 */
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import type { Body } from '../../domain/record/body.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { canonicalOf, shownOf } from '../../main/replica/record-store.ts';
import { sawOf } from '../../main/replica/commit-change.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { SaveInput } from '../../protocol/ipc/inputs.ts';
import type { SaveResult } from '../../protocol/ipc/api.ts';
import type { Book, Remembered } from './book.ts';
import type { LabLaptop } from './laptop.ts';
import { Killed } from './process.ts';

type EditInput = SaveInput['edits'][number];
/** As the router hands it on: JSON that may be written to. */
type Written = EditInput['set'];
const written = (v: Fields): Written => JSON.parse(JSON.stringify(v)) as { [field: string]: Json & Written[string] };

/** A form that is open on the screen, with what was in view when it was opened. */
export interface Form {
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  readonly saw: EditInput['saw'];
  readonly seen: Fields | undefined;
}

const ADDED: ReadonlySet<string> = new Set(['note', 'partLine', 'reading', 'timeEntry', 'visitStat', 'a job']);

export interface PersonOptions {
  readonly laptop: LabLaptop;
  readonly book: Book;
  readonly now: () => number;
  readonly say: (words: string) => void;
  readonly onBug: (error: unknown) => void;
}

export class Person {
  private readonly options: PersonOptions;
  private form: Form | null = null;

  constructor(options: PersonOptions) {
    this.options = options;
  }

  /** Does something at the laptop, if that is on; what the screen says of it is heard. */
  attempt(deed: () => void): void {
    if (!this.options.laptop.isUp()) return;
    try {
      deed();
    } catch (error) {
      if (error instanceof ConsoleFault) this.options.say(`is told: ${error.fault.words}`);
      else if (isDisk(error)) this.options.say('is told that the disk did not take it');
      else if (!(error instanceof Killed)) this.options.onBug(error);
    }
  }

  core() {
    return this.options.laptop.parts().core;
  }

  replica() {
    return this.options.laptop.parts().replica;
  }

  /** Changes that added a record from this laptop, as its people remember them. */
  added(): readonly ChangeId[] {
    const { book, laptop } = this.options;
    const isHere = (s: Remembered): boolean => s.laptop === laptop.name && s.fate === 'saved' && ADDED.has(s.what);
    return book.saves.filter(isHere).flatMap((s) => s.changes.slice(0, 1));
  }

  /** Ids of a collection in view, in order, those that everybody meets first. */
  records(collection: string): readonly RecordId[] {
    const raw = this.options.laptop.database();
    if (!raw) return [];
    const all = raw.prepare<[string], { id: RecordId }>('SELECT id FROM record WHERE collection = ? ORDER BY id');
    return all.all(collection).map((r) => r.id);
  }

  /** Mostly one of the first few, so that people meet. */
  someRecord(collection: string, luck: number): RecordId | null {
    const all = this.records(collection);
    const hot = Math.min(all.length, 4);
    const at = luck < 0.7 ? Math.floor((luck / 0.7) * hot) : Math.floor(((luck - 0.7) / 0.3) * all.length);
    return all[at] ?? null;
  }

  shown(id: RecordId): Body {
    const row = this.replica().records.byId.get(id);
    return row ? shownOf(row) : {};
  }

  isInView(id: RecordId): boolean {
    return this.replica().records.byId.get(id) !== undefined;
  }

  word(): string {
    return this.options.book.token();
  }

  formOf(record: RecordId, collection: string, group: string): Form {
    const row = this.replica().records.byId.get(record);
    const shown = row ? shownOf(row) : {};
    const canonical = row ? canonicalOf(row) : {};
    return {
      record,
      collection,
      group,
      saw: sawOf(shown[group], canonical[group], shown[ARCHIVED]),
      seen: shown[group]?.v,
    };
  }

  open(form: Form): void {
    this.form = form;
    this.options.say(`opens ${form.collection}.${form.group} of ${form.record}`);
  }

  takeForm(): Form | null {
    const { form } = this;
    this.form = null;
    return form;
  }

  edit(form: Form, set: Fields): EditInput {
    const { record, collection, group, saw, seen } = form;
    return { record, collection, group, set: written(set), saw, ...(seen ? { seen: written(seen) } : {}) };
  }

  create(collection: string, group: string, set: Fields): EditInput {
    const saw = { writer: null, canonical: null, archived: null };
    return { record: null, collection, group, set: written(set), saw };
  }

  /** False where this laptop's app is too old, or too new, to know of it. */
  knows(collection: string, group: string): boolean {
    return this.options.laptop.schema.collections[collection]?.groups[group] !== undefined;
  }

  /** The field has another name in a newer app. */
  tagField(): string {
    const shape = this.options.laptop.schema.collections['equipment']?.groups['identity']?.shape.shape ?? {};
    return Object.hasOwn(shape, 'inventory') ? 'inventory' : 'assetTag';
  }

  /** Where apps of two versions meet, a value holds the field under both names for a while: no word to count by. */
  tag(word: string): string {
    return this.options.laptop.schema.version === 1 ? word : `tag ${word.slice(1, -1)}`;
  }

  save(what: string, token: string | null, edits: readonly EditInput[]): void {
    this.remember(what, token, () => this.core().save({ edits: [...edits] }));
  }

  /** Notes what the screen said of it: saved, NOT SAVED, or nothing because the laptop died. */
  remember(what: string, token: string | null, work: () => SaveResult): void {
    const { book, laptop, now, say } = this.options;
    const note = (fate: 'saved' | 'failed' | 'unknown', changes: SaveResult['changes']): void =>
      book.remember({ token, laptop: laptop.name, at: now(), what, fate, changes });
    try {
      const { changes, label } = work();
      note('saved', changes);
      say(`saves ${what}${token ? ` "${token}"` : ''} as ${changes.join(', ')}: ${label.text}`);
    } catch (error) {
      const isSaid = error instanceof ConsoleFault;
      note(isSaid ? 'failed' : 'unknown', []);
      throw error;
    }
  }
}

function isDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_');
}
