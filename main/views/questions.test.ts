import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, recordId, type PersonId, type RecordId } from '../../domain/ids.ts';
import { canonicalOf } from '../replica/record-store.ts';
import { NOW, SampleReplica, side } from './sample-replica.ts';
import { countMyQuestions, question, questions } from './questions.ts';
import { recordView } from './record-view.ts';
import { visit } from './visit.ts';
import { workList } from './work-list.ts';

let s: SampleReplica;
let job: RecordId;
let clara: PersonId;
let ines: PersonId;
const BEN = changeId(7, 1, 900);
const CLARA = changeId(9, 1, 4);

beforeEach(() => {
  s = new SampleReplica();
  job = s.job(s.device(s.site('Mercy Clermont')), {
    parts: { declared: 'none' },
    progress: { status: 'done', finished: NOW - 600_000 },
  });
  clara = s.person('Clara Diaz', 'technician');
  ines = s.person('Ines Roth', 'manager');
  s.rewrite(job, { progress: { w: [changeId(7, 1, 899)] } });
  s.put(
    recordId(9, 1, 4, 0),
    'partLine',
    { entry: { workOrder: job, name: 'coil assembly', quantity: 3, serial: '88-1402', partNumber: 'P7' } },
    9,
  );
  s.put(recordId(9, 1, 5, 0), 'reading', { entry: { workOrder: job, quantity: 'Noise', value: 3, takenAt: NOW } }, 9);
  s.put(
    recordId(9, 1, 6, 0),
    'note',
    { entry: { workOrder: job, text: 'last year', writtenAt: NOW - 400 * 86_400_000 } },
    9,
  );
});
afterEach(() => s.close());

function ask(about = job): RecordId {
  const sides = [
    side(BEN, { declared: 'none' }, s.me, 'none'),
    side(CLARA, { declared: 'some' }, clara, 'parts were replaced'),
  ];
  return s.ask(about, 'workOrder', 'parts', sides, ines);
}

const answerInto = (id: RecordId, chosen = CLARA, against = [BEN]) =>
  s.save(id, 'question', { answer: { chosen, against, undoes: null, reason: 'saw the invoice' } });

describe('questions', () => {
  it('[C-4] a question says what, about which device, and each side in plain words with what its author also did', () => {
    const view = question(s.ctx({ person: ines, role: 'manager' }), ask());
    expect(view).toMatchObject({
      title: 'Parts replaced',
      about: 'CT scanner SN 4471 · Radiology B1 · job 20417',
      siteName: 'Mercy Clermont',
      status: 'open',
      reviewer: 'Ines Roth',
      mayAnswer: true,
      sidesWaiting: 0,
      answered: null,
    });
    expect(view?.sides).toMatchObject([
      { side: BEN, words: 'none', details: [], person: 'Ben Okafor', isMine: false, also: ['closed the job at 09:20'] },
      {
        side: CLARA,
        words: '3 × coil assembly',
        details: ['serial 88-1402, part number P7'],
        person: 'Clara Diaz',
        also: ['took a reading'],
      },
    ]);
    expect(question(s.ctx(), view!.id)).toMatchObject({
      mayAnswer: false,
      sides: [{ isMine: true }, { isMine: false }],
    });
  });

  it('[C-5] an answer given offline counts as given, with its label, and can be taken back', () => {
    const manager = s.ctx({ person: ines, role: 'manager' });
    s.role = 'manager';
    const id = ask();
    expect(countMyQuestions(manager)).toBe(1);
    const saved = answerInto(id);
    expect(countMyQuestions(manager)).toBe(0);
    expect(questions(manager, { status: 'open', whose: 'all' }).rows).toEqual([]);
    const [answered] = questions(manager, { status: 'answered', whose: 'forMe' }).rows;
    expect(answered?.answered).toMatchObject({
      side: CLARA,
      reason: 'saw the invoice',
      undo: saved.changes[0],
      label: { text: 'Saved locally. Will sync on reconnect.' },
    });
    expect(recordView(manager, job)?.groups['parts']).toMatchObject({
      words: 'parts were replaced',
      label: { kind: 'savedLocally' },
    });
    s.save(id, 'question', { answer: { chosen: null, against: [], undoes: saved.changes[0]!, reason: null } });
    expect(question(manager, id)).toMatchObject({ status: 'open', answered: null });
    expect(visit(manager, job)?.job.label.kind).toBe('myQuestion');
  });

  it('[C-5] a refused answer decides nothing here either, and the job says so', () => {
    const id = ask();
    s.answer(s.seqOf(answerInto(id).changes[0]), 'held', [{ kind: 'refused', code: 'notAllowed', words: 'no' }]);
    expect(question(s.ctx(), id)?.status).toBe('open');
    expect(workList(s.ctx(), { range: 'all', whose: 'mine', site: null, text: '', limit: 9 }).rows[0]?.label.kind).toBe(
      'refused',
    );
  });

  it('[C-5] a second answer to an answered question learns who answered', () => {
    const id = ask();
    const saved = answerInto(id);
    const seq = s.seqOf(saved.changes[0]);
    s.rewrite(id, {
      state: {
        v: {
          status: 'answered',
          reviewer: ines,
          chosen: BEN,
          answeredBy: ines,
          answeredAt: NOW,
          answer: changeId(3, 1, 1),
          reason: null,
        },
      },
    });
    s.rewrite(id, { answer: { v: { chosen: CLARA, against: [BEN] }, w: saved.changes } });
    s.answer(seq, 'confirming', [{ kind: 'superseded', rule: 'answered', by: ines }]);
    s.seenBack([id]);
    expect(question(s.ctx(), id)?.answered).toMatchObject({
      side: BEN,
      by: 'Ines Roth',
      undo: null,
      label: { text: 'Synced. Ines Roth’s answer was kept — see history' },
    });
  });

  it('[C-7] more than two sides are asked pair by pair', () => {
    const third = side(changeId(11, 1, 2), { declared: null }, ines, 'empty');
    const id = ask();
    s.rewrite(id, {
      sides: {
        v: {
          list: [
            side(BEN, { declared: 'none' }, s.me, 'none'),
            side(CLARA, { declared: 'some' }, clara, 'x'),
            third,
          ].map((v) => ({ ...v, writers: [...v.writers] })),
        },
      },
    });
    expect(question(s.ctx(), id)).toMatchObject({ sidesWaiting: 1, sides: [{ side: BEN }, { side: CLARA }] });
    answerInto(id);
    expect(question(s.ctx(), id)).toMatchObject({
      status: 'open',
      sidesWaiting: 0,
      sides: [{ side: CLARA }, { side: changeId(11, 1, 2) }],
    });
  });

  it('[C-4] those of one record are asked together, in order', () => {
    const other = s.job(null, { parts: { declared: 'none' } });
    const first = ask();
    s.now += 1_000;
    const elsewhere = ask(other);
    s.now += 1_000;
    const second = s.ask(job, 'workOrder', 'findings', [], ines);
    expect(questions(s.ctx(), { status: 'open', whose: 'all' }).rows.map((q) => q.id)).toEqual([
      first,
      second,
      elsewhere,
    ]);
    expect(questions(s.ctx(), { status: 'open', whose: 'forMe' }).rows).toEqual([]);
  });

  it('[C-4] the queue is narrowed by whose, by site and by what it is about, and says what else there is', () => {
    const north = s.site('Northgate');
    s.sent('team', { identity: { name: 'North', sites: [north], manager: ines } });
    const there = s.job(s.device(north));
    ask();
    const findings = s.ask(there, 'workOrder', 'findings', [], clara);
    const manager = s.ctx({ person: ines, role: 'manager' });
    const ids = (over: object) => questions(manager, { status: 'open', whose: 'all', ...over }).rows.map((q) => q.id);
    expect(questions(manager, { status: 'open', whose: 'all' })).toMatchObject({
      total: 2,
      sites: [
        { name: 'Mercy Clermont', count: 1 },
        { name: 'Northgate', count: 1 },
      ],
      kinds: [
        { key: 'workOrder.findings', title: 'Findings', count: 1 },
        { key: 'workOrder.parts', title: 'Parts replaced', count: 1 },
      ],
    });
    expect(ids({ kind: 'workOrder.findings' })).toEqual([findings]);
    expect(ids({ site: north })).toEqual([findings]);
    expect(ids({ whose: 'mySites' })).toEqual([findings]);
    expect(ids({ whose: 'forMe' })).not.toContain(findings);
    expect(questions(manager, { status: 'open', whose: 'all', limit: 1 })).toMatchObject({ total: 2, rows: [{}] });
  });

  it('[C-4] one that was passed on says so, counts for whom it waits now, and may still be answered by whom it waited for', () => {
    const lead = s.person('Leo Lind', 'lead');
    const id = ask();
    const state = canonicalOf(s.row(id))['state']?.v;
    const escalated = { reviewer: ines, reviewerRole: 'manager', escalatedAt: NOW, escalatedFrom: lead };
    s.rewrite(id, { state: { v: { ...state, ...escalated } } });
    expect(question(s.ctx({ person: lead, role: 'lead' }), id)).toMatchObject({
      passedOn: { at: NOW, from: 'Leo Lind' },
      mayAnswer: true,
      forMe: false,
    });
    expect(countMyQuestions(s.ctx({ person: lead, role: 'lead' }))).toBe(0);
    expect(countMyQuestions(s.ctx({ person: ines, role: 'manager' }))).toBe(1);
  });

  it('[C-8] whether a record is archived is one sentence with two answers', () => {
    const device = s.device(s.site('Westdale'));
    const archived = side(CLARA, { archived: true, reason: 'Sold' }, clara, 'archived: Sold');
    const id = s.ask(device, 'equipment', 'archived', [side(BEN, { archived: false }, s.me, 'x'), archived], ines);
    expect(question(s.ctx(), id)).toMatchObject({
      asks: 'Archive CT scanner SN 4471, or keep it in use?',
      title: 'Archive, or keep it in use',
      sides: [
        { words: 'Keep it in use', deed: 'Keep it in use' },
        { words: 'Archive it', details: ['Sold'], deed: 'Archive it' },
      ],
    });
  });

  it('[C-10] whether two records are one thing is one sentence with two answers', () => {
    const device = s.device(s.site('Westdale'));
    const other = s.device(s.site('Eastdale'));
    const sides = [side(BEN, { of: null }, s.me, 'x'), side(CLARA, { of: other }, clara, 'y')];
    expect(question(s.ctx(), s.ask(device, 'equipment', 'alias', sides, ines))).toMatchObject({
      asks: 'Is CT scanner SN 4471 one device entered twice, or two devices?',
      sides: [
        { words: 'Two different devices', deed: 'Keep two devices' },
        { words: 'The same device, entered twice', deed: 'Make it one device' },
      ],
    });
  });

  it('[C-9] a side written by a clock that was ahead says by how much at least, and nothing where it may have been right', () => {
    const wild = { ...side(CLARA, { declared: 'some' }, clara, 'x', NOW + 3 * 3_600_000), receivedAt: NOW };
    const id = s.ask(job, 'workOrder', 'parts', [side(BEN, { declared: 'none' }, s.me, 'none'), wild], ines);
    expect(question(s.ctx(), id)?.sides).toMatchObject([
      { clock: null },
      { clock: 'That laptop’s clock was at least 3 h ahead' },
    ]);
  });

  it('[C-4] what the author also did then is told by the numbers of the changes: another visit of theirs is left out', () => {
    s.rewrite(job, {
      findings: { v: { text: 'Fan worn' }, w: [changeId(9, 1, 3)] },
      assignment: { v: { technician: null }, w: [changeId(9, 1, 400)] },
    });
    const view = question(s.ctx(), ask());
    expect(view?.sides[1]?.also).toEqual(['also wrote findings: “Fan worn”', 'took a reading']);
  });
});
