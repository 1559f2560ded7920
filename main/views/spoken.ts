/**
 * What each group of a record has to say about how far it has travelled, with the evidence behind it. Pending work speaks
 * first, then an open question, then a value that a rule set aside; a group that says nothing is synced.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { ChangeState } from '../../domain/change/state.ts';
import type { RecordId } from '../../domain/ids.ts';
import { labelOf, recordLabel, type EditStanding } from '../../domain/label/save-label.ts';
import { standingOf } from '../../domain/label/standing.ts';
import type { Aside, Cell } from '../../domain/record/body.ts';
import type { LabelEvidence, LabelView } from '../../protocol/ipc/views.ts';
import { readEdits } from '../replica/stored-edit.ts';
import type { ChangeRow, RecordRow } from '../replica/tables.ts';
import { isVouched, type ViewContext } from './context.ts';
import { decidedQuestion } from './decided.ts';
import { mayAnswer, mayDecide, outcomeAt, questionNow, type QuestionNow } from './question-now.ts';
import type { Reader } from './reader.ts';

const LOST = 'The server was put back to an older state and does not have it any more.';

export interface Spoken {
  readonly standing: EditStanding;
  readonly evidence: LabelEvidence;
  readonly question: RecordId | null;
}

export const NO_EVIDENCE: LabelEvidence = {
  savedAt: null,
  change: null,
  receivedAt: null,
  position: null,
  seenBackAt: null,
  because: null,
};

/** One label for many: the most urgent or least travelled speaks, with its own evidence. */
export function speak(spoken: readonly Spoken[], otherwise: LabelEvidence): LabelView {
  const label = recordLabel(spoken.map((s) => s.standing));
  const first = spoken.find((s) => labelOf(s.standing).kind === label.kind);
  return { ...label, evidence: first?.evidence ?? otherwise, question: first?.question ?? null };
}

/** A group's own standings; empty when it is synced. `canonical` is the server's cell, if there is one. */
export function spokenOf(
  reader: Reader,
  row: RecordRow,
  group: string,
  canonical: Cell | undefined,
): readonly Spoken[] {
  const spoken: Spoken[] = [];
  for (const p of reader.pending(row)) {
    if (p.grp !== group) continue;
    const change = reader.change(p.epoch, p.seq);
    const said = change && spokenOfChange(reader, change, row.id, group);
    if (said) spoken.push(said);
  }
  if (canonical && !isVouched(reader.ctx, canonical.p)) spoken.push(spokenOfLost(reader, canonical));
  if (canonical?.q !== undefined) spoken.push(...spokenOfQuestion(reader, canonical.q, canonical));
  else if (canonical?.x?.author === reader.ctx.person)
    spoken.push(spokenOfAside(reader, row, group, canonical, canonical.x));
  return spoken;
}

/** All groups of a record that say something. */
export function spokenOfRecord(reader: Reader, row: RecordRow): readonly Spoken[] {
  const canonical = reader.canonical(row);
  const groups = new Set([...Object.keys(canonical), ...reader.pending(row).map((p) => p.grp)]);
  const own = [...groups].flatMap((group) => spokenOf(reader, row, group, canonical[group]));
  const whole = isVouched(reader.ctx, row.pos) ? [] : [spokenOfLost(reader, newestCell(reader, row))];
  return [...own, ...whole, ...(pendingAnswers(reader).get(row.id) ?? [])];
}

/** An edit that this laptop still carries; null once it is settled. */
export function spokenOfChange(reader: Reader, change: ChangeRow, record: string, group: string): Spoken | null {
  const { ctx } = reader;
  if (!isVouched(ctx, change.position ?? 0)) return lost(ctx, evidenceOf(change, null));
  const since = change.state === 'queued' || change.state === 'handed' ? ctx.sendingSince(change.seq) : null;
  const isThis = ctx.replica.identity()?.epoch === change.epoch;
  const sending = since !== null && isThis;
  const outcome = outcomeOfEdit(change, record, group);
  const standing = standingOf({
    state: sending ? 'sending' : (change.state as ChangeState),
    outcome,
    canLeave: ctx.canLeave,
    sendingMs: sending ? ctx.now - since : 0,
    handedBy: change.handed_by === 'hub' ? 'hub' : change.handed_by === null ? null : 'usb',
    owner: outcome?.kind === 'escrow' && outcome.owner !== null ? reader.person(outcome.owner) : null,
  });
  if (!standing) return null;
  return { standing, evidence: evidenceOf(change, because(outcome)), question: null };
}

/** A restored server does not have it any more: it is here, and will be sent again (W-12). */
function lost({ canLeave }: ViewContext, evidence: LabelEvidence): Spoken {
  return { standing: { kind: 'queued', canLeave }, evidence: { ...evidence, because: LOST }, question: null };
}

function spokenOfLost(reader: Reader, cell: Cell | undefined): Spoken {
  const own = reader.ownChange(cell?.w[0]);
  return lost(reader.ctx, own ? evidenceOf(own, null) : NO_EVIDENCE);
}

export function newestCell(reader: Reader, row: RecordRow): Cell | undefined {
  const cells = Object.values(reader.canonical(row));
  return cells.reduce<Cell | undefined>((newest, c) => (newest && newest.p >= c.p ? newest : c), undefined);
}

export function outcomeOfEdit(change: ChangeRow, record: string, group: string): EditOutcome | null {
  if (change.outcome === null) return null;
  return outcomeAt(
    change,
    readEdits(change.edits).findIndex((e) => e.record === record && e.group === group),
  );
}

export function evidenceOf(change: ChangeRow, why: string | null): LabelEvidence {
  return {
    savedAt: change.made_at,
    change: change.seq,
    receivedAt: change.received_at,
    position: change.position,
    seenBackAt: change.seen_at,
    because: why,
  };
}

function because(outcome: EditOutcome | null): string | null {
  if (outcome?.kind === 'refused') return sentence(outcome.words);
  if (outcome?.kind === 'waiting')
    return `It builds on change ${outcome.forChange}, which the server does not have yet.`;
  if (outcome?.kind === 'escrow')
    return 'Your rights changed after it was saved; it is kept until somebody accepts it.';
  return null;
}

export const sentence = (words: string): string =>
  `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;

function spokenOfQuestion(reader: Reader, id: RecordId, cell: Cell): readonly Spoken[] {
  const question = questionNow(reader, id);
  const evidence = { ...NO_EVIDENCE, position: cell.p };
  if (!question) {
    const standing: EditStanding = { kind: 'question', mine: mayAnswer(reader.ctx, null), reviewer: null };
    return [{ standing, evidence, question: id }];
  }
  const answer = question.answering && spokenOfChange(reader, question.answering, id, 'answer');
  const answering = answer ? [answer] : [];
  if (question.state.status === 'open') {
    const { reviewer } = question.state;
    const mine = mayDecide(reader.ctx, question);
    const standing: EditStanding = {
      kind: 'question',
      mine,
      reviewer: reviewer === null ? null : reader.name(reviewer) || null,
    };
    return [
      { standing, evidence: { ...evidence, because: sidesInShort(reader, question) }, question: id },
      ...answering,
    ];
  }
  /** Answered, and the record itself has not followed yet. */
  return answer ? answering : [{ standing: { kind: 'confirming' }, evidence, question: id }];
}

function sidesInShort(reader: Reader, { sides }: QuestionNow): string {
  return sides.map((s) => `“${s.words}” by ${reader.person(s.person)}`).join(', ');
}

function spokenOfAside(reader: Reader, row: RecordRow, group: string, cell: Cell, x: Aside): Spoken {
  const kept = keptWords(reader, row.collection, group, x);
  const own = reader.ownChange(x.writer);
  const why = `${kept} was kept; yours stays in the history.`;
  const evidence = own ? evidenceOf(own, why) : { ...NO_EVIDENCE, position: cell.p, because: why };
  const question = x.rule === 'answered' ? (decidedQuestion(reader, row, group)?.id ?? null) : null;
  return { standing: { kind: 'ruleKept', kept }, evidence, question };
}

/** "Ada Brandt’s schedule", "The lead’s schedule" when the name is not known here. */
export function keptWords(reader: Reader, collection: string, group: string, x: Pick<Aside, 'rule' | 'by'>): string {
  const name = reader.name(x.by);
  if (x.rule === 'answered')
    return x.by === reader.ctx.person ? 'Your decision' : name ? `${name}’s decision` : 'The reviewer’s decision';
  const what = reader.def(collection)?.groups[group]?.title.toLowerCase() ?? 'value';
  if (name) return `${name}’s ${what}`;
  if (x.rule === 'office') return `The lead’s ${what}`;
  return x.rule === 'field' ? `The technician’s ${what}` : `The later ${what}`;
}

/** Our answers on their way, by the record that they are about and by the one above it. */
export function pendingAnswers(reader: Reader): ReadonlyMap<string, readonly Spoken[]> {
  const known = reader.remembered.get('answers') as ReadonlyMap<string, readonly Spoken[]> | undefined;
  if (known) return known;
  const map = new Map<string, Spoken[]>();
  for (const p of reader.statements.pendingAnswers.all()) {
    const change = reader.change(p.epoch, p.seq);
    const said = change && spokenOfChange(reader, change, p.question, 'answer');
    if (!said) continue;
    for (const id of [p.subject, p.above]) if (id !== null) map.set(id, [...(map.get(id) ?? []), said]);
  }
  reader.remembered.set('answers', map);
  return map;
}
