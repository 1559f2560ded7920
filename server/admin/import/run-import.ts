/**
 * One import: rows are checked one by one, good ones enter the log in chunks, bad ones go to a file with their line and
 * reason. Importing the same file again changes nothing. Between chunks it can be stopped; what was imported stays, and
 * the next run goes on from there because it finds those rows as they should be.
 */
import type { Change } from '../../../domain/change/change.ts';
import { decodeBody } from '../../../domain/record/body.ts';
import type { Author, Pen, Written } from '../pen.ts';
import { submitChanges, whyNot, type Submit } from '../submit.ts';
import { mapColumns, type Mapping } from './columns.ts';
import { differences, sawIn } from './differences.ts';
import type { Cells, Checked, ImportKind } from './kind.ts';
import { readCsv, type CsvRow } from './read-csv.ts';
import { createRejects, type Rejects } from './rejects.ts';

export interface ImportOptions extends Submit {
  readonly kind: ImportKind;
  readonly file: string;
  readonly rejects: string;
  readonly overrides: ReadonlyMap<string, string>;
  readonly pen: Pen;
  readonly author: Author;
  readonly clock: () => number;
  /** Rows per commit. */
  readonly chunk: number;
  readonly progress: (counts: ImportCounts) => void;
  readonly stop: AbortSignal;
}

export interface ImportCounts {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export type ImportResult =
  | { readonly ok: true; readonly counts: ImportCounts; readonly stopped: boolean; readonly rejects: string | null }
  | { readonly ok: false; readonly words: string };

export async function runImport(options: ImportOptions): Promise<ImportResult> {
  const rows = readCsv(options.file);
  const header = await rows.next();
  if (header.done) return { ok: false, words: `${options.file} is empty: the first line must name the columns.` };
  if (header.value.broken !== null)
    return { ok: false, words: `The first line of ${options.file} cannot be read: ${header.value.broken}.` };
  const mapped = mapColumns(options.kind.columns, header.value.cells, options.overrides);
  if (!mapped.ok) return mapped;
  const run = new Run(options, header.value.cells, mapped.mapping);
  try {
    for await (const row of rows) {
      run.take(row);
      if (!run.isChunkFull()) continue;
      await run.commit();
      if (options.stop.aborted) break;
    }
    if (!options.stop.aborted) await run.commit();
  } finally {
    run.rejects.close();
  }
  return { ok: true, counts: run.counts(), stopped: options.stop.aborted, rejects: run.rejects.close() };
}

type Good = Extract<Checked, { ok: true }>;

class Run {
  readonly rejects: Rejects;
  private readonly options: ImportOptions;
  private readonly width: number;
  private readonly mapping: Mapping;
  private readonly seen = new Map<string, { line: number; text: string }>();
  private pending: { row: CsvRow; written: Written; isNew: boolean }[] = [];
  private rowsInChunk = 0;
  private tally = { read: 0, created: 0, changed: 0, unchanged: 0 };

  constructor(options: ImportOptions, header: readonly string[], mapping: Mapping) {
    this.options = options;
    this.width = header.length;
    this.mapping = mapping;
    this.rejects = createRejects(options.rejects, header);
  }

  counts(): ImportCounts {
    return { ...this.tally, rejected: this.rejects.count() };
  }

  isChunkFull(): boolean {
    return this.rowsInChunk >= this.options.chunk;
  }

  take(row: CsvRow): void {
    this.tally.read += 1;
    this.rowsInChunk += 1;
    const reason = row.broken ?? this.widthFlaw(row);
    if (reason !== null) return this.rejects.add(row, reason);
    const checked = this.options.kind.check(this.cellsOf(row));
    if (!checked.ok) return this.rejects.add(row, checked.reason);
    if (!this.isRepeated(row, checked)) this.write(row, checked);
  }

  async commit(): Promise<void> {
    const chunk = this.pending;
    this.pending = [];
    this.rowsInChunk = 0;
    const changes: Change[] = chunk.flatMap(({ written }) => [...written.changes]);
    const outcomes = await submitChanges(this.options, changes);
    let at = 0;
    for (const { row, written, isNew } of chunk) {
      const mine = outcomes.slice(at, at + written.changes.length);
      at += written.changes.length;
      const problem = mine.map(whyNot).find((words) => words !== null);
      if (problem !== undefined) this.rejects.add(row, problem);
      else this.tally[isNew ? 'created' : 'changed'] += 1;
    }
    this.options.progress(this.counts());
  }

  private write(row: CsvRow, { form, found }: Good): void {
    const { pen, kind, author, clock } = this.options;
    if (!found) {
      this.pending.push({ row, written: pen.create(kind.collection, form, author, clock()), isNew: true });
      return;
    }
    const body = decodeBody(found.body);
    const changed = differences(body, form);
    if (Object.keys(changed).length === 0) this.tally.unchanged += 1;
    else {
      const written = pen.edit(found.id, kind.collection, changed, sawIn(body), { by: author, at: clock() });
      this.pending.push({ row, written, isNew: false });
    }
  }

  /** The same thing twice in one file: once is enough, and two different rows are for a person to settle. */
  private isRepeated(row: CsvRow, { key, form }: Good): boolean {
    const text = this.options.sha256(JSON.stringify(form));
    const before = this.seen.get(key);
    if (!before) {
      this.seen.set(key, { line: row.line, text });
      return false;
    }
    if (before.text === text) this.tally.unchanged += 1;
    else this.rejects.add(row, `the same as line ${before.line}, with other values`);
    return true;
  }

  private cellsOf(row: CsvRow): Cells {
    const cells: Record<string, string> = {};
    for (const [field, index] of this.mapping) cells[field] = (row.cells[index] ?? '').trim();
    return cells;
  }

  /** Cells short of the header are taken as empty, as spreadsheets write them; more of them shift everything. */
  private widthFlaw(row: CsvRow): string | null {
    const extra = row.cells.slice(this.width).some((cell) => cell.trim() !== '');
    return extra ? `${row.cells.length} cells under ${this.width} columns` : null;
  }
}
