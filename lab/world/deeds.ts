/**
 * What people do at their laptops, one deed each. Every one goes through the verbs that the screens call, with what the
 * screen would have had in view; what cannot be done now (nothing to answer, nothing held) is let be.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { nameOf } from '../../domain/question/question.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { readSides, readState } from '../../main/views/read-question.ts';
import type { Step, StepKind } from '../plan/plan.ts';
import { NORTH, REVIEW_JOBS, SOUTH } from './hospital.ts';
import type { Form, Person } from './person.ts';

type Pick3 = Step['pick'];

export function perform(person: Person, { does, pick }: Step): void {
  person.attempt(() => DEEDS[does](person, pick));
}

/** Groups that people write on, with the fields that a new word goes into. */
const WRITABLE: readonly (readonly [collection: string, group: string])[] = [
  ['workOrder', 'findings'],
  ['workOrder', 'findings'],
  ['workOrder', 'progress'],
  ['workOrder', 'parts'],
  ['workOrder', 'request'],
  ['equipment', 'condition'],
  ['equipment', 'identity'],
  ['equipment', 'place'],
];
const STATES = ['inService', 'restricted', 'outOfService'];
const STATUSES = ['planned', 'started', 'waiting', 'done'];

/** What goes into a group, with a word of its own where it takes one. */
function valueFor(group: string, pick: Pick3, word: string): { readonly set: Fields; readonly token: string | null } {
  const at = (list: readonly string[]): string => list[Math.floor(pick[1] * list.length)] ?? '';
  switch (group) {
    case 'findings':
      return { set: { text: `found ${word}` }, token: word };
    case 'request':
      return { set: { symptom: `says ${word}` }, token: word };
    case 'condition':
      return { set: { state: at(STATES), reason: word }, token: word };
    case 'place':
      return { set: { room: word }, token: word };
    case 'progress':
      return { set: { status: at(STATUSES) }, token: null };
    default:
      return { set: { declared: pick[1] < 0.5 ? 'none' : 'some' }, token: null };
  }
}

function writeInto(p: Person, form: Form, pick: Pick3): void {
  if (!p.knows(form.collection, form.group)) return;
  const word = p.word();
  const { set, token } =
    form.group === 'identity'
      ? { set: { [p.tagField()]: p.tag(word) }, token: p.tag(word) === word ? word : null }
      : valueFor(form.group, pick, word);
  p.save(`${form.collection}.${form.group} of ${form.record}`, token, [p.edit(form, set)]);
}

function chooseForm(p: Person, pick: Pick3): Form | null {
  const [collection, group] = WRITABLE[Math.floor(pick[2] * WRITABLE.length)] ?? ['workOrder', 'findings'];
  const record = p.someRecord(collection, pick[0]);
  return record && p.formOf(record, collection, group);
}

const CLASHING = ['findings', 'progress', 'parts'] as const;

/** Writes into a group of a job that the plan names: whoever is given the same luck meets there. */
function clash(p: Person, pick: Pick3): void {
  const { job } = REVIEW_JOBS[Math.floor(pick[0] * REVIEW_JOBS.length)] ?? {};
  const group = CLASHING[Math.floor(pick[2] * CLASHING.length)] ?? 'findings';
  if (job && p.isInView(job)) writeInto(p, p.formOf(job, 'workOrder', group), pick);
}

function append(p: Person, pick: Pick3): void {
  const workOrder = p.someRecord('workOrder', pick[0]);
  if (!workOrder) return;
  const word = p.word();
  const rows: readonly (readonly [string, Fields])[] = [
    ['note', { workOrder, text: word }],
    ['partLine', { workOrder, name: word, quantity: 1 }],
    ['reading', { workOrder, quantity: word, value: pick[1] * 100, unit: 'V' }],
    ['timeEntry', { workOrder, kind: word, minutes: 15 }],
    ['visitStat', { kind: word, day: '2026-09-21', saves: 1 }],
  ];
  const [collection, set] = rows[Math.floor(pick[2] * rows.length)] as (typeof rows)[number];
  if (p.knows(collection, 'entry')) p.save(collection, word, [p.create(collection, 'entry', set)]);
}

/** A job with its first findings: two records' worth of edits under one save, in two lanes. */
function create(p: Person, pick: Pick3): void {
  const equipment = p.someRecord('equipment', pick[0]);
  if (!equipment) return;
  const word = p.word();
  const site = p.shown(equipment)['place']?.v['site'] ?? null;
  const request = p.create('workOrder', 'request', {
    title: 'a new job',
    symptom: word,
    equipment,
    site,
    priority: 'urgent',
  });
  p.save('a job', word, [request]);
}

function schedule(p: Person, pick: Pick3): void {
  const job = p.someRecord('workOrder', pick[0]);
  if (!job) return;
  const form = p.formOf(job, 'workOrder', 'assignment');
  p.save(`schedule of ${job}`, null, [p.edit(form, { scheduled: 1_790_000_000_000 + Math.floor(pick[1] * 1e9) })]);
}

function archive(p: Person, pick: Pick3, archived: boolean): void {
  const list = ['workOrder', 'equipment', 'note', 'partLine'];
  const collection = list[Math.floor(pick[2] * list.length)] ?? 'note';
  const candidates = p.records(collection).filter((id) => (p.shown(id)[ARCHIVED]?.v['archived'] === true) !== archived);
  const id = candidates[Math.floor(pick[0] * candidates.length)];
  if (!id) return;
  const word = p.word();
  p.remember(`${archived ? 'archives' : 'opens again'} ${id}`, word, () =>
    p.core().archive({ id, reason: word, archived }),
  );
}

/** Questions with that state, as this laptop knows them. */
function questionsIn(p: Person, status: 'open' | 'answered'): readonly RecordId[] {
  return p.records('question').filter((id) => readState(p.shown(id)['state']?.v).status === status);
}

function answer(p: Person, pick: Pick3): void {
  const open = questionsIn(p, 'open');
  const question = open[Math.floor(pick[0] * open.length)];
  if (question) answerOne(p, question, pick);
}

/** Answers what is open in this laptop's view and waits for its person; `all`: whoever else it waits for as well. */
export function answerOpen(person: Person, whose: 'mine' | 'all'): void {
  person.attempt(() => {
    const me = person.replica().identity()?.person;
    for (const question of questionsIn(person, 'open')) {
      const isMine = readState(person.shown(question)['state']?.v).reviewer === me;
      if (whose === 'all' || isMine) answerOne(person, question, [0, 0.25, 0]);
    }
  });
}

function answerOne(p: Person, question: RecordId, pick: Pick3): void {
  const sides = readSides(p.shown(question)['sides']?.v);
  const [kept, other] = pick[1] < 0.5 ? [sides[0], sides[1]] : [sides[1], sides[0]];
  if (!kept || !other) return;
  const input = { question, side: nameOf(kept), against: [nameOf(other)], reason: null };
  p.remember(`answers ${question}`, null, () => p.core().answer(input));
}

function undoAnswer(p: Person, pick: Pick3): void {
  const answered = questionsIn(p, 'answered');
  const question = answered[Math.floor(pick[0] * answered.length)];
  const given = question && readState(p.shown(question)['state']?.v).answer;
  if (!question || !given) return;
  p.remember(`takes back ${given}`, null, () => p.core().undoAnswer({ question, answer: given }));
}

/** A device goes to the other site, and everything that hangs on it. */
function move(p: Person, pick: Pick3): void {
  const equipment = p.someRecord('equipment', pick[0]);
  if (!equipment) return;
  const form = p.formOf(equipment, 'equipment', 'place');
  const word = p.word();
  const site = form.seen?.['site'] === SOUTH ? NORTH : SOUTH;
  p.save(`moves ${equipment}`, word, [p.edit(form, { site, room: word })]);
}

function prefer(p: Person, pick: Pick3): void {
  const word = p.word();
  const known = p.someRecord('preference', pick[0]);
  if (known && pick[1] < 0.8) {
    p.save('a preference', word, [p.edit(p.formOf(known, 'preference', 'setting'), { value: word })]);
  } else p.save('a preference', word, [p.create('preference', 'setting', { key: 'theme', value: word })]);
}

function check(p: Person, pick: Pick3): void {
  const word = p.word();
  const item = p.someRecord('checklistItem', pick[0]);
  if (item && pick[1] < 0.7) {
    const set = { result: pick[2] < 0.5 ? 'pass' : 'fail', comment: word };
    return p.save('a check', word, [p.edit(p.formOf(item, 'checklistItem', 'result'), set)]);
  }
  const workOrder = p.someRecord('workOrder', pick[2]);
  if (workOrder) p.save('a check', word, [p.create('checklistItem', 'entry', { workOrder, label: word, order: 1 })]);
}

/** The list of what is held, and one of it sent again. Its word is the old one: nothing new is written. */
function resend(p: Person, pick: Pick3): void {
  const held = p
    .core()
    .sync()
    .held.filter((h) => !h.dependency);
  const one = held[Math.floor(pick[0] * held.length)];
  if (one) p.remember(`sends ${one.seq} again`, null, () => p.core().resendHeld(one.seq));
}

/** What the server refused becomes a job for a colleague. */
function give(p: Person, pick: Pick3): void {
  const held = p
    .core()
    .sync()
    .held.filter((h) => !h.dependency);
  const one = held[Math.floor(pick[0] * held.length)];
  const to = p.someRecord('person', pick[1]);
  if (one && to) p.remember(`gives ${one.seq} away`, null, () => p.core().giveHeld({ seq: one.seq, to }));
}

/** Takes back something that was added here: it is archived. What was written over would bring old words back (C-6). */
function undo(p: Person, pick: Pick3): void {
  const mine = p.added();
  const change = mine[Math.floor(pick[0] * mine.length)];
  if (change) p.remember(`takes back ${change}`, null, () => p.core().undo({ change, record: null }));
}

function look(p: Person, pick: Pick3): void {
  p.core().sync();
  p.core().workList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 50 });
  const job = p.someRecord('workOrder', pick[0]);
  if (job) p.core().visit(job);
}

function history(p: Person, pick: Pick3): void {
  const job = p.someRecord('workOrder', pick[0]);
  // Answers when the link allows; a laptop that dies meanwhile answers nobody.
  if (job)
    p.core()
      .history(job)
      .catch(() => undefined);
}

const DEEDS: Readonly<Record<StepKind, (p: Person, pick: Pick3) => void>> = {
  edit(p, pick) {
    const form = chooseForm(p, pick);
    if (form) writeInto(p, form, pick);
  },
  clash,
  openForm(p, pick) {
    const form = chooseForm(p, pick);
    if (form) p.open(form);
  },
  saveForm(p, pick) {
    const form = p.takeForm();
    if (form) writeInto(p, form, pick);
  },
  append,
  create,
  schedule,
  archive: (p, pick) => archive(p, pick, true),
  reopen: (p, pick) => archive(p, pick, false),
  answer,
  undoAnswer,
  move,
  prefer,
  check,
  resend,
  give,
  undo,
  look,
  history,
  linkOff: (p) => p.core().switchLink(false),
  linkOn: (p) => p.core().switchLink(true),
  tryNow: (p) => p.core().tryNow(),
};
