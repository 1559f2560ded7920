/**
 * What somebody decided about a group, at the place where its value stands: who, when, why, and whose value was kept, as
 * long as nobody has written the group since. Both authors read it there (C-5).
 */
import { nameOf } from '../../domain/question/question.ts';
import type { Cell } from '../../domain/record/body.ts';
import type { DecisionView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import { questionNow, type QuestionNow } from './question-now.ts';
import { sideInWords } from './question-words.ts';
import type { Reader } from './reader.ts';

/** By group; a record about which nothing was asked has none. */
export function decisionsOf(reader: Reader, row: RecordRow): ReadonlyMap<string, DecisionView> {
  const found = new Map<string, DecisionView>();
  for (const [group, question] of standing(reader, row)) {
    const { state, sides } = question;
    const kept = sides.find((s) => nameOf(s) === state.chosen);
    if (!kept) continue;
    const me = reader.ctx.person;
    const own = sides.filter((s) => s.person === me);
    found.set(group, {
      question: question.id,
      by: reader.person(state.answeredBy),
      at: state.answeredAt ?? question.subject.openedAt,
      reason: state.reason,
      kept: sideInWords(reader, question, kept),
      keptOf: reader.person(kept.person),
      mine: own.length === 0 ? null : own.includes(kept) ? 'kept' : 'setAside',
    });
  }
  return found;
}

/** The answered question behind what stands in a group; null when nobody was asked, or somebody has written since. */
export function decidedQuestion(reader: Reader, row: RecordRow, group: string): QuestionNow | null {
  return standing(reader, row).get(group) ?? null;
}

function standing(reader: Reader, row: RecordRow): ReadonlyMap<string, QuestionNow> {
  const key = `decided ${row.id}`;
  const known = reader.remembered.get(key) as ReadonlyMap<string, QuestionNow> | undefined;
  if (known) return known;
  const found = new Map<string, QuestionNow>();
  for (const child of reader.children(row.id, 'question')) {
    const question = questionNow(reader, child.id as Parameters<typeof questionNow>[1]);
    if (!question || question.state.status !== 'answered') continue;
    const cell = reader.canonical(row)[question.subject.group];
    if (stillStands(question, cell)) found.set(question.subject.group, question);
  }
  reader.remembered.set(key, found);
  return found;
}

/** An answer that has not been sent counts as given. */
function stillStands({ id, state }: QuestionNow, cell: Cell | undefined): boolean {
  return cell !== undefined && (cell.q === id || (state.answer !== null && cell.w.includes(state.answer)));
}
