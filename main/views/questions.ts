/**
 * The questions of a reviewer: in order, those of one record together, each with the two sides to choose between now
 * (C-4, C-7). An answer that has not been sent yet counts as given, with its label beside it (C-5).
 */
import type { RecordId } from '../../domain/ids.ts';
import { nameOf, type QuestionSide } from '../../domain/question/question.ts';
import { parseChangeId } from '../../domain/ids.ts';
import type { ReviewListAsked, ReviewListInput } from '../../protocol/ipc/inputs.ts';
import type { LabelView, QuestionList, QuestionView } from '../../protocol/ipc/views.ts';
import type { NewQuestion } from '../notify/notice-words.ts';
import type { ViewContext } from './context.ts';
import { isForMe, mayDecide, questionNow, type QuestionNow } from './question-now.ts';
import { asksOf, titleOfQuestion } from './question-words.ts';
import { Reader } from './reader.ts';
import { sideView } from './side-view.ts';
import { sitesOfMine } from './sites-of-mine.ts';
import { evidenceOf, NO_EVIDENCE, outcomeOfEdit, speak, spokenOfChange } from './spoken.ts';
import { aboutRecord, siteName } from './words.ts';

/** More than anybody answers in a day; the answered ones beyond are found in the histories. */
const LISTED = 1_000;

export function questions(ctx: ViewContext, input: ReviewListAsked): QuestionList {
  const reader = new Reader(ctx);
  const { status, whose, site = null, kind = null, limit = LISTED } = input;
  const ofStatus = loaded(reader, status).filter((q) => q.state.status === status);
  const chosen = ofStatus.filter(belongsTo(reader, whose));
  const fits = chosen.filter(
    (q) => (site === null || siteOf(reader, q) === site) && (kind === null || kindOf(q) === kind),
  );
  const ordered = status === 'open' ? togetherByRecord(fits) : newestAnswerFirst(fits);
  return {
    rows: ordered.slice(0, limit).map((q) => viewOfQuestion(reader, q)),
    total: ordered.length,
    sites: sitesIn(reader, chosen),
    kinds: kindsIn(reader, chosen),
  };
}

/** Null when it is not in this replica. */
export function question(ctx: ViewContext, id: RecordId): QuestionView | null {
  const reader = new Reader(ctx);
  const found = questionNow(reader, id);
  return found && viewOfQuestion(reader, found);
}

/** Those that wait for this person, oldest first. */
export function openForMe(ctx: ViewContext): readonly QuestionNow[] {
  const reader = new Reader(ctx);
  return reader.statements.openQuestions
    .all()
    .filter((q) => isForMe(ctx, { state: { reviewer: q.k1 as RecordId | null } }))
    .flatMap((q) => questionNow(reader, q.id as RecordId) ?? [])
    .filter((q) => q.state.status === 'open')
    .toSorted((a, b) => a.subject.openedAt - b.subject.openedAt);
}

/** The same as a notice names them. */
export function newQuestions(ctx: ViewContext): readonly NewQuestion[] {
  const reader = new Reader(ctx);
  return openForMe(ctx).map((q) => ({
    id: q.id,
    asks: asksOf(reader, q) ?? `Which is right for ${titleOfQuestion(reader, q)}?`,
    about: [aboutRecord(reader, q.subject.record), siteName(reader, siteOf(reader, q))].filter(Boolean).join(' · '),
  }));
}

/** How many wait for this person. */
export function countMyQuestions(ctx: ViewContext): number {
  const reader = new Reader(ctx);
  const open = reader.statements.openQuestions
    .all()
    .filter((q) => isForMe(ctx, { state: { reviewer: q.k1 as RecordId | null } }));
  if (open.length === 0) return 0;
  const answering = new Set(reader.statements.pendingAnswers.all().map((p) => p.question));
  return open.filter((q) => !answering.has(q.id) || questionNow(reader, q.id as RecordId)?.state.status === 'open')
    .length;
}

/** Those in the list as the server sees it, and those that an unsent answer moves from one list to the other. */
function loaded(reader: Reader, status: ReviewListInput['status']): readonly QuestionNow[] {
  const here = reader.statements.questionsIn.all(status, LISTED).map((row) => row.id);
  const moving = reader.statements.pendingAnswers.all().map((p) => p.question);
  return [...new Set([...here, ...moving])].flatMap((id) => questionNow(reader, id as RecordId) ?? []);
}

function belongsTo(reader: Reader, whose: ReviewListInput['whose']): (q: QuestionNow) => boolean {
  const { ctx } = reader;
  if (whose === 'forMe') return (q) => isForMe(ctx, q) || q.state.answeredBy === ctx.person;
  if (whose === 'all') return () => true;
  const sites = sitesOfMine(reader);
  return (q) => sites === null || sites.has(siteOf(reader, q) ?? '');
}

function siteOf(reader: Reader, { subject, row }: QuestionNow): string | null {
  return reader.row(subject.record)?.site ?? row.site;
}

const kindOf = ({ subject }: QuestionNow): string => `${subject.collection}.${subject.group}`;

function sitesIn(reader: Reader, list: readonly QuestionNow[]): QuestionList['sites'] {
  return counted(list, (q) => siteOf(reader, q))
    .map(({ key, n }) => ({ id: key as RecordId, name: siteName(reader, key) || 'another site', count: n }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function kindsIn(reader: Reader, list: readonly QuestionNow[]): QuestionList['kinds'] {
  return counted(list, kindOf)
    .map(({ key, n, first }) => ({ key, title: titleOfQuestion(reader, first), count: n }))
    .toSorted((a, b) => a.title.localeCompare(b.title));
}

interface Counted {
  readonly key: string;
  readonly n: number;
  readonly first: QuestionNow;
}

function counted(list: readonly QuestionNow[], keyOf: (q: QuestionNow) => string | null): readonly Counted[] {
  const found = new Map<string, Counted>();
  for (const q of list) {
    const key = keyOf(q);
    if (key !== null) found.set(key, { key, n: (found.get(key)?.n ?? 0) + 1, first: found.get(key)?.first ?? q });
  }
  return [...found.values()];
}

function togetherByRecord(list: readonly QuestionNow[]): readonly QuestionNow[] {
  const first = new Map<RecordId, number>();
  for (const { subject } of list)
    first.set(subject.record, Math.min(first.get(subject.record) ?? Infinity, subject.openedAt));
  const of = (q: QuestionNow): number => first.get(q.subject.record) ?? 0;
  const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
  return list.toSorted(
    (a, b) =>
      of(a) - of(b) ||
      byText(a.subject.record, b.subject.record) ||
      a.subject.openedAt - b.subject.openedAt ||
      byText(a.id, b.id),
  );
}

function newestAnswerFirst(list: readonly QuestionNow[]): readonly QuestionNow[] {
  return list.toSorted((a, b) => (b.state.answeredAt ?? 0) - (a.state.answeredAt ?? 0));
}

function viewOfQuestion(reader: Reader, q: QuestionNow): QuestionView {
  const { reviewer, reviewerRole } = q.state;
  const { ctx } = reader;
  return {
    id: q.id,
    title: titleOfQuestion(reader, q),
    asks: asksOf(reader, q),
    group: q.subject.group,
    record: q.subject.record,
    recordCollection: q.subject.collection,
    about: aboutRecord(reader, q.subject.record),
    siteName: siteName(reader, siteOf(reader, q)),
    openedAt: q.subject.openedAt,
    status: q.state.status,
    sides: pairOf(q).map((side) => sideView(reader, q, side)),
    sidesWaiting: Math.max(0, q.sides.length - 2),
    reviewer: reviewer === null ? null : reader.name(reviewer) || null,
    reviewerRole,
    mayAnswer: mayDecide(ctx, q),
    forMe: isForMe(ctx, q),
    passedOn: q.passedOn && { at: q.passedOn.at, from: q.passedOn.from && (reader.name(q.passedOn.from) || null) },
    answered: answeredOf(reader, q),
  };
}

/** The two to choose between; of an answered question the one kept and another. */
function pairOf({ sides, state }: QuestionNow): readonly QuestionSide[] {
  const pair = sides.slice(0, 2);
  const kept = sides.find((s) => nameOf(s) === state.chosen);
  return kept === undefined || pair.includes(kept) ? pair : [...pair.slice(0, 1), kept];
}

function answeredOf(reader: Reader, q: QuestionNow): QuestionView['answered'] {
  const { state } = q;
  if (state.status !== 'answered') return null;
  const device = state.answer === null ? null : parseChangeId(state.answer)?.device;
  return {
    side: state.chosen,
    by: reader.person(state.answeredBy),
    at: state.answeredAt ?? q.subject.openedAt,
    reason: state.reason,
    undo: device !== null && device === reader.ctx.replica.identity()?.device ? state.answer : null,
    label: answerLabel(reader, q),
  };
}

/** Of our own answer how far it has travelled; of one that came too late whose was kept (C-5). */
function answerLabel(reader: Reader, q: QuestionNow): LabelView {
  const said = q.answering && spokenOfChange(reader, q.answering, q.id, 'answer');
  if (said) return speak([said], NO_EVIDENCE);
  const own = reader.ownChange(q.answer?.w[0]);
  if (!own) return speak([], { ...NO_EVIDENCE, position: q.answer?.p ?? null });
  const evidence = evidenceOf(own, null);
  const outcome = outcomeOfEdit(own, q.id, 'answer');
  if (outcome?.kind !== 'superseded' || q.state.answeredBy === reader.ctx.person) return speak([], evidence);
  const kept = `${reader.person(q.state.answeredBy)}’s answer`;
  return speak([{ standing: { kind: 'ruleKept', kept }, evidence, question: null }], evidence);
}
