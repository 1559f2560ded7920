/** A held change as the Sync screen shows it: what, why in plain words, and a form by which it can be put right. */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { fieldKinds, fieldTitle, wrongField, type FieldKind } from '../../domain/schema/field-kind.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { inWords } from '../../domain/schema/hospital.ts';
import { LANES, type GroupDef } from '../../domain/schema/types.ts';
import type { HeldEdit, HeldField, HeldItem } from '../../protocol/ipc/held.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow } from '../replica/tables.ts';
import { changeWords } from './change-words.ts';
import { fieldWords } from './field-lines.ts';
import type { Reader } from './reader.ts';
import { sentence } from './spoken.ts';
import { groupTitle } from './words.ts';

type Refused = Extract<EditOutcome, { kind: 'refused' }>;

/** Fields of this schema that name a person. */
const PERSONS: ReadonlySet<string> = new Set(['technician', 'signedBy', 'person', 'manager']);

export function heldItem(reader: Reader, row: ChangeRow): HeldItem {
  const outcomes = row.outcome === null ? [] : (JSON.parse(row.outcome) as readonly EditOutcome[]);
  const refusals = outcomes.flatMap((o) => (o.kind === 'refused' ? [o] : []));
  const [first] = refusals;
  const { title, record } = changeWords(reader, row.edits);
  const dependency = first !== undefined && refusals.every((r) => r.code === 'dependency');
  const edits = readEdits(row.edits);
  return {
    seq: row.seq,
    title,
    about: record,
    record: edits[0]?.record ?? null,
    madeAt: row.made_at,
    lane: LANES[row.lane] ?? 'normal',
    reason: reasonOf(reader, first, edits),
    dependency,
    edits: dependency ? [] : edits.flatMap((e) => heldEdit(reader, e) ?? []),
  };
}

/** A wrong shape is said by the field that this laptop itself finds wrong; everything else as the server said it. */
function reasonOf(reader: Reader, first: Refused | undefined, edits: readonly StoredEdit[]): string {
  if (!first) return 'The server did not take it.';
  const wrong = edits.flatMap(({ collection, group, value }) => {
    const def = reader.def(collection)?.groups[group];
    const field = def && wrongField(def, value);
    return field ? [`${groupTitle(reader, collection, group)}: “${fieldTitle(field)}” is not of the right kind.`] : [];
  });
  return first.code === 'wrongShape' && wrong[0] !== undefined ? wrong[0] : sentence(first.words);
}

function heldEdit(reader: Reader, edit: StoredEdit): HeldEdit | null {
  const { record, collection, group, value } = edit;
  const def = reader.def(collection)?.groups[group];
  if (!def) return null;
  const wrong = wrongField(def, value);
  const fields = [...fieldKinds(def)].flatMap(
    ([name, kind]) => fieldOf(reader, { name, kind, def, value, wrong }) ?? [],
  );
  return { record, group, title: groupTitle(reader, collection, group), about: reader.name(record), fields };
}

interface FieldToShow {
  readonly name: string;
  readonly kind: FieldKind;
  readonly def: GroupDef;
  readonly value: Fields;
  readonly wrong: string | null;
}

function fieldOf(reader: Reader, { name, kind, def, value, wrong }: FieldToShow): HeldField {
  const now: Json = value[name] ?? null;
  const base = {
    field: name,
    title: fieldTitle(name),
    value: now,
    words: fieldWords(reader, now),
    isWrong: name === wrong,
    isRequired: def.required?.includes(name) === true,
  };
  if (kind.kind === 'choice')
    return { ...base, kind: 'choice', choices: kind.values.map((v) => ({ value: v, words: inWords(v) })) };
  if (kind.kind === 'record') return { ...base, kind: PERSONS.has(name) ? 'person' : 'fixed', choices: [] };
  return { ...base, kind: kind.kind, choices: [] };
}
