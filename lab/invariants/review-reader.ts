/**
 * The log of a run, read once more as nothing but questions: which values met unseen, what was asked about them, and how
 * each question ended. Knows the rules C-1, C-2 and C-5 and the schema; nothing of how the server decides.
 */
import { changeId, type ChangeId, type PersonId, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { nameOf, type QuestionSide, type QuestionState } from '../../domain/question/question.ts';
import { readAnswer, readSides, readState, readSubject } from '../../domain/schema/read-question.ts';
import { schema } from '../../server/compose.ts';
import type { LogEntry, LoggedEdit } from '../../server/storage/contract/types.ts';
import { says } from './clashes.ts';

/** What a review came to, for the table. */
export interface ReviewCounts {
  /** Values that met one that their author had not seen. */
  conflicts: number;
  questions: number;
  /** Answers that settled a question. */
  answers: number;
  /** Answers to a question that somebody had answered before. */
  second: number;
  /** Answers to sides that had changed meanwhile. */
  stale: number;
  undos: number;
  undosTooLate: number;
  escalated: number;
}

interface Group {
  value: Fields;
  writers: ReadonlySet<ChangeId>;
  open: RecordId | null;
}

interface Question {
  readonly record: RecordId;
  readonly key: string;
  sides: readonly QuestionSide[];
  state: QuestionState | null;
  /** Times it was settled, less those that were taken back. */
  settled: number;
}

export class ReviewReader {
  readonly problems: string[] = [];
  readonly counts: ReviewCounts = {
    conflicts: 0,
    questions: 0,
    answers: 0,
    second: 0,
    stale: 0,
    undos: 0,
    undosTooLate: 0,
    escalated: 0,
  };
  readonly questions = new Map<RecordId, Question>();
  /** Looks that were made. */
  looks = 0;
  private readonly groups = new Map<string, Group>();
  private readonly asked = new Map<string, RecordId>();

  read(log: readonly LogEntry[]): this {
    for (const entry of log) {
      entry.edits.forEach((edit, i) => {
        if (entry.kind === 'question') this.asks(entry, edit);
        else if (entry.kind === 'change' && edit.collection === 'question') this.answers(entry, edit, i);
        else if (entry.kind === 'change') this.writes(entry, edit, i);
      });
    }
    return this;
  }

  private writes(entry: LogEntry, edit: LoggedEdit, i: number): void {
    const outcome = entry.outcome?.[i] ?? { kind: 'applied' as const };
    const policy = schema.collections[edit.collection]?.groups[edit.group]?.policy;
    if (policy !== 'review' || (outcome.kind !== 'applied' && outcome.kind !== 'conflict')) return;
    const key = `${edit.record} ${edit.group}`;
    const id = changeId(entry.device, entry.epoch, entry.seq);
    const asked = outcome.kind === 'conflict' ? outcome.question : null;
    if (asked) this.counts.conflicts += 1;
    const open = this.groups.get(key)?.open ?? null;
    if (open)
      return this.look(asked && asked !== open ? `${id} was not put to ${open}, which asks about ${key}` : null);
    const meets = this.meets(key, edit);
    const isAsked = asked !== null && !this.questions.has(asked);
    if ((meets === 'a clash') !== isAsked)
      this.look(`${id} meets ${meets} in ${key}, and is ${isAsked ? '' : 'not '}asked about`);
    else this.look(null);
    if (!isAsked) this.sets(key, id, edit, meets);
  }

  private meets(key: string, { collection, group, value, saw }: LoggedEdit): 'a clash' | 'its like' | 'what it saw' {
    const standing = this.groups.get(key);
    if (!standing || (saw !== null && standing.writers.has(saw))) return 'what it saw';
    const same = schema.collections[collection]?.groups[group]?.same ?? says;
    return same(standing.value, value) || says(standing.value, value) ? 'its like' : 'a clash';
  }

  private sets(key: string, id: ChangeId, { value }: LoggedEdit, meets: string): void {
    const standing = this.groups.get(key);
    if (meets === 'its like' && standing) standing.writers = new Set([...standing.writers, id]);
    else this.groups.set(key, { value, writers: new Set([id]), open: null });
  }

  private asks(entry: LogEntry, { record, group, value }: LoggedEdit): void {
    if (group === 'subject') {
      const subject = readSubject(value);
      const known = this.questions.get(record);
      const key = `${subject.record} ${subject.group}`;
      this.look(known ? `${record} was opened twice` : null);
      this.counts.questions += 1;
      this.questions.set(record, { record: subject.record, key, sides: [], state: null, settled: 0 });
      return;
    }
    const question = this.questions.get(record);
    if (!question) return this.look(`${record} has ${group} before it was opened`);
    if (group === 'sides') this.puts(record, question, readSides(value));
    else if (group === 'state') this.becomes(entry, record, question, readState(value));
  }

  private puts(id: RecordId, question: Question, sides: readonly QuestionSide[]): void {
    question.sides = sides;
    const [canonical, ...others] = sides;
    if (!canonical) return this.look(`${id} has no sides`);
    for (const other of others)
      for (const a of canonical.writers) for (const b of other.writers) this.pairs(id, [a, b].toSorted().join(' and '));
    if (question.state?.status !== 'answered') this.stands(question, canonical, [], id);
  }

  /** The same two values are never put before anybody as two questions. */
  private pairs(id: RecordId, pair: string): void {
    const other = this.asked.get(pair) ?? id;
    this.look(other === id ? null : `${pair} are asked about in ${other} and in ${id}`);
    this.asked.set(pair, id);
  }

  private becomes(entry: LogEntry, id: RecordId, question: Question, state: QuestionState): void {
    const before = question.state;
    question.state = state;
    const [canonical] = question.sides;
    if (state.escalatedAt && state.escalatedAt !== before?.escalatedAt) this.counts.escalated += 1;
    if (state.status === 'answered' && before?.status !== 'answered') {
      question.settled += 1;
      this.counts.answers += 1;
      const answer = changeId(entry.device, entry.epoch, entry.seq);
      this.look(state.answer === answer ? null : `${id} says that ${state.answer} answered it, but ${answer} did`);
      const kept = question.sides.find((s) => nameOf(s) === state.chosen);
      this.look(kept ? null : `${id} keeps ${state.chosen}, which is none of its sides`);
      if (kept) this.stands(question, kept, [answer], null);
    } else if (state.status === 'open' && before?.status === 'answered') {
      question.settled -= 1;
      this.counts.undos += 1;
      if (canonical) this.stands(question, canonical, [], id);
    } else if (canonical && state.status === 'open') this.stands(question, canonical, [], id);
  }

  private stands({ key }: Question, side: QuestionSide, more: readonly ChangeId[], open: RecordId | null): void {
    this.groups.set(key, { value: side.value, writers: new Set([...side.writers, ...more]), open });
  }

  /** An answer, before what it brought about is read: what became of it must fit how the question stood. */
  private answers(entry: LogEntry, edit: LoggedEdit, i: number): void {
    const outcome = entry.outcome?.[i] ?? { kind: 'applied' as const };
    const id = changeId(entry.device, entry.epoch, entry.seq);
    const question = this.questions.get(edit.record);
    if (outcome.kind === 'refused') return;
    if (!question) return this.look(`${id} answers ${edit.record}, which was never asked`);
    const { undoes } = readAnswer(edit.value);
    const rule = outcome.kind === 'superseded' ? outcome.rule : null;
    if (rule === 'sidesChanged') this.counts.stale += 1;
    if (undoes !== null) return this.undoes(id, undoes, question, outcome.kind);
    if (question.state?.status !== 'answered') return;
    this.counts.second += 1;
    const by: PersonId | null = outcome.kind === 'superseded' ? outcome.by : null;
    const isTold = rule === 'answered' && by === question.state.answeredBy;
    this.look(isTold ? null : `${id} answers ${edit.record} a second time, and is told ${JSON.stringify(outcome)}`);
  }

  /** An answer is taken back while it is what stands, alone, and nothing else is asked about it (C-6). */
  private undoes(id: ChangeId, undoes: ChangeId, { key, state }: Question, outcome: string): void {
    const group = this.groups.get(key);
    const isCurrent = state?.status === 'answered' && state.answer === undoes;
    const stands = isCurrent && group?.open === null && group.writers.has(undoes);
    if (outcome !== 'applied') this.counts.undosTooLate += 1;
    this.look(
      stands === (outcome === 'applied')
        ? null
        : `${id} takes back ${undoes}: ${outcome}, though it ${stands ? 'stands' : 'does not stand'}`,
    );
  }

  private look(problem: string | null): void {
    this.looks += 1;
    if (problem !== null) this.problems.push(problem);
  }
}
