/**
 * Rows of a CSV file, one at a time, with the line each stands in. A row that cannot be read is handed on as such and the
 * rest of the file goes on. Cells are text and nothing else: leading zeros stay, and what looks like a formula is text.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse, type CsvError, type Info } from 'csv-parse';

export interface CsvRow {
  /** Line in which the row ends, counted from 1: where an editor finds it. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the row cannot be used, or null. */
  readonly broken: string | null;
}

/** A register's row is a few hundred bytes; beyond this a quote was never closed. */
const MAX_ROW_BYTES = 128 * 1024;
const DELIMITERS = [',', ';', '\t'] as const;
const SNIFFED_BYTES = 64 * 1024;

/** The first row is the header. @throws Error from the file system when the file cannot be read */
export async function* readCsv(file: string): AsyncGenerator<CsvRow> {
  const broken: CsvRow[] = [];
  const delimiter = await sniffDelimiter(file);
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    relax_column_count: true,
    // 15" monitor: inches stand in real registers, and a strict parser would swallow the rows behind them.
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
    on_skip: (error) => void (error && broken.push(unreadable(error))),
  });
  const input = createReadStream(file);
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const item of parser) {
      const { info, record } = item as { info: Info; record: string[] };
      // The parser runs ahead of its readers: what it could not read is told in its place.
      while ((broken[0]?.line ?? Infinity) <= info.lines) yield* broken.splice(0, 1);
      if (record.some((cell) => cell.trim() !== '')) yield { line: info.lines, cells: record, broken: flaw(record) };
    }
    yield* broken.splice(0);
  } finally {
    input.destroy();
  }
}

function unreadable(error: CsvError): CsvRow {
  const lines: unknown = error['lines'];
  const words: { readonly [code: string]: string } = {
    CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed: the rest of the file could not be read',
    CSV_MAX_RECORD_SIZE: 'the row is too long: a quote may be missing',
  };
  return {
    line: typeof lines === 'number' ? lines : 0,
    cells: [],
    broken: words[error.code] ?? 'the row cannot be read',
  };
}

function flaw(cells: readonly string[]): string | null {
  if (cells.some((cell) => cell.includes('\0'))) return 'a cell holds a NUL character';
  if (cells.some((cell) => cell.includes('\uFFFD'))) return 'a cell is not UTF-8 text: save the file as UTF-8';
  return null;
}

/** The delimiter that the header uses most, quotes apart. */
async function sniffDelimiter(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    const header =
      buffer
        .toString('utf8', 0, bytesRead)
        .replace(/"[^"]*"/g, '')
        .split(/\r?\n|\r/, 1)[0] ?? '';
    const counts = DELIMITERS.map((d) => header.split(d).length - 1);
    return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  } finally {
    await handle.close();
  }
}
