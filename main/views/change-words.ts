/** What a change of this laptop is about, and what has become of it, in a few words. */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { keptWords, sentence } from './spoken.ts';
import type { Reader } from './reader.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import { questionNow } from './question-now.ts';
import { aboutRecord, groupTitle } from './words.ts';
import { nameOf } from '../../domain/question/question.ts';
import type { ChangeId } from '../../domain/ids.ts';

export interface ChangeWords {
  /** "Parts replaced, Part". */
  readonly title: string;
  /** "CT scanner SN 4471 · Radiology B1 · job 20417". */
  readonly record: string;
}

/** @throws SyntaxError when the text is not one of ours: a damaged database. */
export function changeWords(reader: Reader, edits: string): ChangeWords {
  const list = readEdits(edits);
  const titles = [...new Set(list.map((e) => titleOf(reader, e)))];
  const first = list[0];
  return { title: titles.join(', '), record: first ? aboutRecord(reader, home(reader, first)) : '' };
}

function titleOf(reader: Reader, edit: StoredEdit): string {
  if (edit.collection !== 'question') return groupTitle(reader, edit.collection, edit.group);
  const subject = questionNow(reader, edit.record)?.subject;
  return subject ? `Answer: ${groupTitle(reader, subject.collection, subject.group)}` : 'Answer';
}

/** What hangs on a job is said with the job. */
function home(reader: Reader, edit: StoredEdit): string {
  if (edit.collection === 'workOrder' || edit.collection === 'equipment') return edit.record;
  return reader.row(edit.record)?.parent ?? edit.record;
}

/** What became of an edit, as the history says it. */
export function becameWords(
  reader: Reader,
  outcome: EditOutcome,
  of: { readonly change: ChangeId; readonly collection: string; readonly group: string },
): string {
  switch (outcome.kind) {
    case 'applied':
      return 'Applied';
    case 'superseded':
      return supersededWords(reader, outcome, of);
    case 'conflict':
      return conflictWords(reader, outcome.question, of.change);
    case 'waiting':
      return `Waits for change ${outcome.forChange}, which the server does not have yet`;
    case 'escrow':
      return `Waits for ${outcome.owner === null ? 'a lead' : reader.person(outcome.owner)} to accept`;
    case 'replaced':
      return 'Replaced by a new change';
    case 'refused':
      return `Not taken: ${sentence(outcome.words)}`;
  }
}

function supersededWords(
  reader: Reader,
  outcome: EditOutcome & { readonly kind: 'superseded' },
  of: { readonly collection: string; readonly group: string },
): string {
  const by = reader.name(outcome.by) || 'a colleague';
  if (outcome.rule === 'sidesChanged')
    return 'Changed nothing: one of the values had changed meanwhile, so the question stayed open';
  if (outcome.rule === 'undone' && of.group === 'answer')
    return 'Changed nothing: something else had been decided meanwhile';
  if (outcome.rule === 'undone') return `Took nothing back: ${by} had written something else meanwhile`;
  if (outcome.rule === 'answered' && of.group === 'answer') return `Changed nothing: ${by} had answered before`;
  if (outcome.rule === 'answered') return `Set aside: ${by} decided for another value`;
  const kept = keptWords(reader, of.collection, of.group, outcome);
  return `Set aside: ${kept.replace(/^The /, 'the ')} was kept`;
}

function conflictWords(reader: Reader, id: Parameters<typeof questionNow>[1], change: ChangeId): string {
  const question = questionNow(reader, id);
  if (!question) return 'Asked: somebody has to decide';
  const { state, sides } = question;
  if (state.status === 'open')
    return `Asked: ${state.reviewer === null ? 'a service manager' : reader.person(state.reviewer)} decides`;
  const kept = sides.find((s) => nameOf(s) === state.chosen);
  const by = reader.person(state.answeredBy);
  return kept?.writers.includes(change) ? `Asked: ${by} chose it` : `Asked: ${by} decided for another value`;
}
