import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, recordId, type PersonId, type RecordId } from '../../domain/ids.ts';
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
    expect(questions(manager, { status: 'open', onlyMine: false })).toEqual([]);
    const [answered] = questions(manager, { status: 'answered', onlyMine: true });
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
    expect(questions(s.ctx(), { status: 'open', onlyMine: false }).map((q) => q.id)).toEqual([
      first,
      second,
      elsewhere,
    ]);
    expect(questions(s.ctx(), { status: 'open', onlyMine: true })).toEqual([]);
  });
});
