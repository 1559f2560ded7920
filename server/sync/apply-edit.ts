/**
 * What the merge decided about one edit, made true in the draft: cells, questions, and the entries that tell of values
 * set aside (C-1 to C-4, C-7).
 */
import type { Edit } from '../../domain/change/change.ts';
import { APPLIED, type EditOutcome, type SettlingRule } from '../../domain/change/outcome.ts';
import type { ChangeId, PersonId } from '../../domain/ids.ts';
import { sameFields, type Fields } from '../../domain/json.ts';
import { decide, type Standing } from '../../domain/merge/decide.ts';
import type { Cell } from '../../domain/record/body.ts';
import { presentValue } from '../../domain/schema/upcast.ts';
import type { Draft, WorkingRecord } from './draft.ts';
import type { EditContext } from './edit-context.ts';
import { addContender, joinSide, moveSide, openQuestion, sidesOf } from './questions.ts';
import { appendRuleEntry } from './rule-entry.ts';

export function applyEdit(c: EditContext): EditOutcome {
  const record = c.draft.record(c.edit.record) ?? c.draft.create(c.edit.record, c.edit.collection, c.pos);
  const cell = record.body[c.edit.group];
  if (cell === undefined || (cell.q === undefined && isClean(cell, c.edit))) return set(c, record, [c.id]);
  const sides = cell.q === undefined ? [] : sidesOf(c.draft, cell.q);
  const decision = decide(
    c.def.policy,
    cell.q === undefined ? standingNow(c, cell) : null,
    sides.map((s) => ({ writers: s.writers, value: present(c, s.value), author: s.person })),
    {
      id: c.id,
      value: c.value,
      saw: c.edit.saw.writer,
      sawQuestion: cell.q !== undefined && c.edit.saw.question === cell.q,
      author: c.change.author,
      role: c.change.role,
      hlc: c.change.hlc,
    },
    c.def.same ?? sameFields,
  );
  switch (decision.kind) {
    case 'apply':
      return set(c, record, [c.id]);
    case 'join':
      c.draft.write(record, c.edit.group, { ...cell, w: [...cell.w, c.id], p: c.pos });
      return APPLIED;
    case 'win':
      return win(c, record, cell, decision.rule);
    case 'lose':
      return lose(c, record, cell, decision.rule);
    case 'question':
      return { kind: 'conflict', question: openQuestion(c, record, cell) };
    case 'moveSide':
      return moveSide(c, record, cell, decision.side);
    case 'joinSide':
      return joinSide(c, record, cell, decision.side);
    case 'contend':
      return addContender(c, record, cell);
  }
}

function isClean(cell: Cell, edit: Edit): boolean {
  return edit.saw.writer !== null && cell.w.includes(edit.saw.writer);
}

function set(c: EditContext, record: WorkingRecord, writers: readonly ChangeId[]): EditOutcome {
  c.draft.write(record, c.edit.group, { v: c.value, w: writers, p: c.pos });
  return APPLIED;
}

function win(c: EditContext, record: WorkingRecord, cell: Cell, rule: SettlingRule): EditOutcome {
  const standing = standingOf(c.draft, cell);
  for (const writer of cell.w) {
    c.draft.revise(writer, record.id, c.edit.group, null, { kind: 'superseded', rule, by: c.change.author });
  }
  noteAside(c, record, cell.v, standing.author);
  const aside = { writer: cell.w[0] ?? c.id, author: standing.author, rule, by: c.change.author };
  const told = standing.author === c.change.author ? {} : { x: aside };
  c.draft.write(record, c.edit.group, { v: c.value, w: [c.id], p: c.pos, ...told });
  return APPLIED;
}

function lose(c: EditContext, record: WorkingRecord, cell: Cell, rule: SettlingRule): EditOutcome {
  const { author: by } = standingOf(c.draft, cell);
  noteAside(c, record, c.value, c.change.author);
  c.draft.write(record, c.edit.group, { ...cell, p: c.pos, x: { writer: c.id, author: c.change.author, rule, by } });
  return { kind: 'superseded', rule, by };
}

/** Values are compared in the words of today, whatever their age (W-9). */
function present(c: EditContext, value: Fields): Fields {
  return presentValue(c.draft.rules.schema, c.edit.collection, c.edit.group, value);
}

function standingNow(c: EditContext, cell: Cell): Standing {
  const standing = standingOf(c.draft, cell);
  return { ...standing, value: present(c, standing.value) };
}

/** What a rule set aside is a log entry of its own (C-3). */
function noteAside(c: EditContext, record: WorkingRecord, value: Fields, author: PersonId): void {
  appendRuleEntry(c, { kind: 'aside', record, groups: { [c.edit.group]: value }, author });
}

/** The canonical value with what the log says of its writers: the first is named, the latest stamp of all counts. */
export function standingOf(draft: Draft, cell: Cell): Standing {
  const entries = cell.w.flatMap((writer) => draft.entryOf(writer) ?? []);
  const [first] = entries;
  if (!first) throw new Error(`the log does not hold ${cell.w.join(', ')}, writers of a canonical value`);
  const hlc = entries.reduce((latest, e) => (e.hlc > latest ? e.hlc : latest), first.hlc);
  return { value: cell.v, writers: cell.w, author: first.author, role: first.role, hlc };
}
