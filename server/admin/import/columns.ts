/**
 * Which column of a file holds which field: by the names people give to columns, or as `--map field=Header` says. What
 * cannot be found is said before anything is read.
 */

export interface Column {
  readonly field: string;
  /** What the field is called in messages. */
  readonly title: string;
  /** Headers that mean it, in the form of `plain`. */
  readonly synonyms: readonly string[];
  readonly required: boolean;
}

/** field → index of its column */
export type Mapping = ReadonlyMap<string, number>;

export type Mapped = { readonly ok: true; readonly mapping: Mapping } | { readonly ok: false; readonly words: string };

export function mapColumns(
  columns: readonly Column[],
  header: readonly string[],
  overrides: ReadonlyMap<string, string>,
): Mapped {
  const named = `The file has the columns: ${header.map((h) => `"${h.trim()}"`).join(', ')}.`;
  const fields = columns.map((c) => c.field).join(', ');
  for (const field of overrides.keys()) {
    if (!columns.some((c) => c.field === field))
      return { ok: false, words: `--map ${field}=…: there is no such field. Fields are: ${fields}.` };
  }
  const heads = header.map(plain);
  const mapping = new Map<string, number>();
  for (const column of columns) {
    const override = overrides.get(column.field);
    const index = override === undefined ? bySynonym(column, heads) : heads.indexOf(plain(override));
    if (override !== undefined && index < 0)
      return { ok: false, words: `--map ${column.field}=${override}: no such column. ${named}` };
    if (index >= 0) mapping.set(column.field, index);
    else if (column.required)
      return { ok: false, words: `No column for ${column.title}. ${named} Name it with --map ${column.field}=HEADER.` };
  }
  return { ok: true, mapping };
}

function bySynonym(column: Column, heads: readonly string[]): number {
  for (const name of column.synonyms) {
    const index = heads.indexOf(name);
    if (index >= 0) return index;
  }
  return -1;
}

/** Letters and digits alone, in lower case: "Serial No." and "serial_no" are one name. */
export function plain(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** `--map a=B --map c=D` → map; the text that is not of that form otherwise. */
export function readOverrides(texts: readonly string[]): ReadonlyMap<string, string> | string {
  const overrides = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at <= 0 || at === text.length - 1) return text;
    overrides.set(text.slice(0, at).trim(), text.slice(at + 1).trim());
  }
  return overrides;
}
