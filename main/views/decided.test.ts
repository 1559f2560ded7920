import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, recordId, type PersonId, type RecordId } from '../../domain/ids.ts';
import { recordView } from './record-view.ts';
import { NOW, SampleReplica, side } from './sample-replica.ts';

const BEN = changeId(7, 1, 900);
const CLARA = changeId(9, 1, 4);
const ANSWER = changeId(3, 1, 1);

let s: SampleReplica;
let job: RecordId;
let clara: PersonId;
let ines: PersonId;

beforeEach(() => {
  s = new SampleReplica();
  job = s.job(s.device(s.site('Mercy Clermont')), { parts: { declared: 'some' } });
  clara = s.person('Clara Diaz', 'technician');
  ines = s.person('Ines Roth', 'manager');
});
afterEach(() => s.close());

const decided = (person: PersonId, group = 'parts') => recordView(s.ctx({ person }), job)?.groups[group]?.decided;

/** As the server sends it: answered, and the record has followed. */
function answered(): RecordId {
  const id = recordId(0, 1, 500, 0);
  const sides = [side(BEN, { declared: 'none' }, s.me, 'none'), side(CLARA, { declared: 'some' }, clara, 'some')];
  s.put(id, 'question', {
    subject: { record: job, collection: 'workOrder', group: 'parts', openedAt: NOW },
    sides: { list: sides.map((one) => ({ ...one, writers: [...one.writers] })) },
    state: { status: 'answered', chosen: CLARA, answeredBy: ines, answeredAt: NOW, answer: ANSWER, reason: 'seen' },
  });
  s.rewrite(job, { parts: { v: { declared: 'some' }, w: [ANSWER, CLARA] } });
  return id;
}

describe('a decision, where its value stands', () => {
  it('[C-5] says to both authors who decided, why, and what became of theirs', () => {
    const question = answered();
    const common = {
      question,
      by: 'Ines Roth',
      at: NOW,
      reason: 'seen',
      kept: 'parts were replaced',
      keptOf: 'Clara Diaz',
    };
    expect(decided(s.me)).toEqual({ ...common, mine: 'setAside' });
    expect(decided(clara)).toEqual({ ...common, mine: 'kept' });
    expect(decided(ines)).toEqual({ ...common, mine: null });
    expect(decided(s.me, 'request')).toBeUndefined();
  });

  it('is gone once somebody has written the group anew', () => {
    answered();
    s.rewrite(job, { parts: { v: { declared: 'none' }, w: [changeId(9, 1, 90)] } });
    expect(decided(s.me)).toBeUndefined();
  });

  it('[C-5] counts when it was given offline, and not while it is asked', () => {
    const sides = [side(BEN, { declared: 'none' }, s.me, 'none'), side(CLARA, { declared: 'some' }, clara, 'some')];
    const id = s.ask(job, 'workOrder', 'parts', sides, ines);
    expect(decided(s.me)).toBeUndefined();
    s.role = 'manager';
    s.save(id, 'question', { answer: { chosen: BEN, against: [CLARA], undoes: null, reason: null } });
    expect(decided(clara)).toMatchObject({ mine: 'setAside', kept: 'none' });
  });

  it('[C-3] the label of a value that a decision set aside leads to that question', () => {
    const question = answered();
    s.rewrite(job, { parts: { x: { writer: BEN, author: s.me, rule: 'answered', by: ines } } });
    expect(recordView(s.ctx(), job)?.groups['parts']?.label).toMatchObject({
      text: 'Synced. Ines Roth’s decision was kept — see history',
      question,
    });
  });
});
