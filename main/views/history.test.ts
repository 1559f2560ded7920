import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, recordId, type PersonId, type RecordId } from '../../domain/ids.ts';
import { NOW, SampleReplica, side } from './sample-replica.ts';
import { history, historyOf } from './history.ts';

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
  s.put(
    recordId(9, 1, 4, 0),
    'partLine',
    { entry: { workOrder: job, name: 'coil assembly', quantity: 3, serial: '88-1402', partNumber: 'P7' } },
    9,
  );
});
afterEach(() => s.close());

function ask(): RecordId {
  const sides = [
    side(BEN, { declared: 'none' }, s.me, 'none'),
    side(CLARA, { declared: 'some' }, clara, 'parts were replaced'),
  ];
  return s.ask(job, 'workOrder', 'parts', sides, ines);
}

const answerInto = (id: RecordId) =>
  s.save(id, 'question', { answer: { chosen: CLARA, against: [BEN], undoes: null, reason: 'saw the invoice' } });

describe('history', () => {
  const logged = (record: RecordId, pos: number, over: object) =>
    s.replica.histories.put.run(
      record,
      pos,
      `x${pos}`,
      JSON.stringify({
        pos,
        change: BEN,
        kind: 'change',
        group: 'parts',
        value: {},
        author: s.me,
        role: 'technician',
        madeAt: NOW,
        receivedAt: NOW,
        outcome: { kind: 'applied' },
        ...over,
      }),
    );

  it('[C-9] an entry whose stamp was clamped says by how much the laptop’s clock was ahead, the others nothing', () => {
    logged(job, 3, { ahead: 3 * 86_400_000 });
    logged(job, 4, {});
    const clocks = history(s.ctx(), job)?.entries.map((e) => e.clock);
    expect(clocks).toEqual(['The laptop’s clock was 3 days ahead when this was written', null]);
  });

  it('[A-2] tells who wrote what over what, what was set aside, what was asked and answered, and own work on top', () => {
    const id = ask();
    const ada = s.person('Ada Brandt', 'lead');
    logged(job, 1, { group: 'assignment', value: { technician: s.me, scheduled: NOW } });
    logged(job, 2, {
      group: 'assignment',
      change: CLARA,
      author: clara,
      value: { technician: clara, scheduled: NOW },
      outcome: { kind: 'superseded', rule: 'office', by: ada },
    });
    logged(job, 3, { group: 'assignment', change: CLARA, author: clara, kind: 'aside', value: { technician: clara } });
    logged(job, 4, {
      group: 'assignment',
      change: changeId(3, 1, 1),
      author: ada,
      role: 'lead',
      value: { technician: clara, scheduled: NOW },
    });
    logged(job, 5, { value: { declared: 'some' }, outcome: { kind: 'conflict', question: id } });
    logged(recordId(9, 1, 4, 0), 6, {
      group: 'archived',
      kind: 'strike',
      value: { archived: true, reason: 'x' },
      author: ines,
    });
    s.replica.histories.setKnown.run(job, 5, NOW);
    answerInto(id);
    s.now += 1;
    s.save(job, 'workOrder', { findings: { text: 'dust' } });
    const view = history(s.ctx(), job);
    expect(view).toMatchObject({ name: 'job 20417 · image artefact', complete: true, asOf: NOW });
    const told = view!.entries.map((e) => [e.kind, e.title, e.before, e.after, e.became].join(' | '));
    expect(told.filter((t) => t.includes('Schedule'))).toEqual([
      'edit | Schedule |  | Ben Okafor, 09:30 | Applied',
      'setAside | Schedule | Ben Okafor, 09:30 | Clara Diaz, 09:30 | Set aside: Ada Brandt’s schedule was kept',
      'edit | Schedule | Ben Okafor, 09:30 | Clara Diaz, 09:30 | Applied',
    ]);
    expect(told).toContain(
      'edit | Parts replaced |  | parts were replaced | Asked: Ben Okafor decided for another value',
    );
    expect(told).toContain(
      'struck | Archived of 3 × coil assembly, serial 88-1402 |  | archived: x | Struck by the answer; it stays readable',
    );
    expect(told.at(-1)).toBe('pending | Findings |  | dust | Saved locally. Will sync on reconnect.');
    expect(told.filter((t) => t.startsWith('question'))).toEqual([
      'question | Parts replaced |  | none (Ben Okafor) or parts were replaced (Clara Diaz) | Asked: Ines Roth decides which is right',
    ]);
    expect(told.filter((t) => t.startsWith('answer'))).toEqual([
      'answer | Parts replaced |  | Kept: parts were replaced (Clara Diaz) | Saved locally. Will sync on reconnect. Why: saw the invoice',
    ]);
    expect(new Set(view!.entries.map((e) => e.key)).size).toBe(view!.entries.length);
    expect(historyOf(s.ctx(), job)).toContain(id);
  });

  it('[C-4, A-2] tells when a question went to somebody else, and why', () => {
    const id = ask();
    const ada = s.person('Ada Brandt', 'lead');
    const state = { status: 'open', reviewer: ines, reviewerRole: 'manager', chosen: null, answeredBy: null };
    const asked = (pos: number, value: object): void =>
      void logged(id, pos, { kind: 'question', group: 'state', value: { ...state, ...value } });
    asked(1, {});
    asked(2, { reviewer: ada, reviewerRole: 'lead', escalatedAt: NOW, escalatedFrom: ines, askedAt: NOW });
    asked(3, { reviewer: clara, escalatedAt: NOW, escalatedFrom: ines, askedAt: NOW + 1 });
    const told = history(s.ctx(), job)!.entries.map((e) => [e.person, e.before, e.after, e.became].join(' | '));
    expect(told.filter((t) => t.startsWith('Holdfast'))).toEqual([
      'Holdfast | Ines Roth | Ada Brandt | Passed on: nobody had answered in time',
      'Holdfast | Ada Brandt | Clara Diaz | Asked of somebody else, who may answer',
    ]);
  });

  it('[A-2] says when it has only what this laptop has seen', () => {
    s.save(job, 'workOrder', { findings: { text: 'dust' } });
    expect(history(s.ctx(), job)).toMatchObject({
      complete: false,
      asOf: null,
      entries: [{ kind: 'pending', person: 'Ben Okafor' }],
    });
    expect(history(s.ctx(), 'zzzzz-zz-zzzzzz-zz' as RecordId)).toBeNull();
  });
});
