import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, type RecordId } from '../../domain/ids.ts';
import type { LinkView } from '../../protocol/ipc/state.ts';
import { NOW, SampleReplica, side } from './sample-replica.ts';
import { syncView } from './sync-view.ts';
import { waitingView } from './waiting-view.ts';

const LINK: LinkView = {
  switchedOn: true,
  phase: 'off',
  reason: null,
  says: '',
  do: '',
  steps: {
    network: 'unknown',
    name: 'unknown',
    server: 'unknown',
    secure: 'unknown',
    signedIn: 'unknown',
    writeCompletes: 'unknown',
  },
  retryAt: null,
  lastWriteAt: 5,
  server: null,
};

let s: SampleReplica;
let job: RecordId;
beforeEach(() => {
  s = new SampleReplica();
  job = s.job(s.device(s.site('Mercy')));
});
afterEach(() => s.close());

const finding = (text: string) => s.seqOf(s.save(job, 'workOrder', { findings: { text } }).changes[0]);

describe('syncView', () => {
  it('[Q-1] says in a sentence what nobody else has, by lane, in the order in which it leaves', () => {
    expect(syncView(s.ctx(), LINK).sentence).toBe('This laptop holds nothing that others do not have.');
    const first = finding('a');
    expect(syncView(s.ctx({ now: NOW + 12 * 60_000 }), LINK).sentence).toBe(
      'This laptop holds 1 change that nobody else has yet; it is 12 min old.',
    );
    s.now += 60_000;
    const second = s.seqOf(s.save(job, 'workOrder', { progress: { status: 'started' } }).changes[0]);
    s.sending.set(second, s.now);
    const view = syncView(s.ctx({ now: NOW + 130 * 60_000 }), LINK);
    expect(view.sentence).toBe('This laptop holds 2 changes that nobody else has yet; the oldest is 2 h 10 min old.');
    expect(view.queue).toMatchObject([
      {
        seq: second,
        lane: 'critical',
        title: 'Progress · CT scanner SN 4471 · Radiology B1 · job 20417',
        state: 'Being sent',
      },
      { seq: first, lane: 'normal', state: 'Waits to be sent' },
    ]);
    expect(view.waiting).toMatchObject({
      total: 2,
      oldest: NOW,
      lanes: [
        { lane: 'critical', count: 1 },
        { lane: 'normal', count: 1 },
        { count: 0, oldest: null },
      ],
    });
  });

  it('[Q-5] held work is listed with its reason, and so is what is held only because of it', () => {
    s.answer(finding('a'), 'held', [{ kind: 'refused', code: 'notAllowed', words: 'a technician may not do this' }]);
    s.answer(finding('b'), 'held', [
      { kind: 'refused', code: 'dependency', words: 'it builds on change 1, which was not taken' },
    ]);
    const view = syncView(s.ctx(), LINK);
    expect(view.held).toMatchObject([
      {
        seq: 1,
        title: 'Findings',
        about: 'CT scanner SN 4471 · Radiology B1 · job 20417',
        record: job,
        edits: [{ group: 'findings', fields: [{ field: 'text', kind: 'prose', value: 'a', isWrong: false }] }],
        reason: 'A technician may not do this.',
        dependency: false,
      },
      { seq: 2, reason: 'It builds on change 1, which was not taken.', dependency: true },
    ]);
    expect(waitingView(s.ctx())).toMatchObject({ total: 2, held: 2, confirming: 0 });
  });

  it('[L-1] edits made = applied + superseded + in question + held + waiting + escrow + replaced + pending', () => {
    const clara = s.person('Clara', 'technician');
    const asked = finding('mine');
    const question = s.ask(
      job,
      'workOrder',
      'findings',
      [side(changeId(9, 1, 1), { text: 'x' }, clara, 'x'), side(changeId(7, 1, asked), { text: 'mine' }, s.me, 'mine')],
      null,
    );
    s.answer(asked, 'confirming', [{ kind: 'conflict', question }]);
    s.answer(finding('applied'), 'confirming', null);
    s.answer(finding('aside'), 'confirming', [{ kind: 'superseded', rule: 'office', by: null }]);
    s.seenBack([job]);
    s.answer(finding('held'), 'held', [{ kind: 'refused', code: 'notAllowed', words: 'no' }]);
    s.answer(finding('waiting'), 'waiting', [{ kind: 'waiting', forChange: changeId(9, 1, 1) }]);
    s.answer(finding('escrow'), 'escrow', [{ kind: 'escrow', owner: null }]);
    s.answer(finding('confirming'), 'confirming', null);
    s.save(job, 'workOrder', { findings: { text: 'two' }, request: { title: 'edits' } });
    const ledger = () => syncView(s.ctx(), LINK).ledger;
    const before = {
      made: 9,
      applied: 1,
      superseded: 1,
      inQuestion: 1,
      held: 1,
      waiting: 1,
      escrow: 1,
      replaced: 0,
      pending: 3,
      balances: true,
      server: null,
    };
    expect(ledger()).toEqual(before);
    s.rewrite(question, {
      state: {
        v: {
          status: 'answered',
          chosen: changeId(7, 1, asked),
          answeredBy: clara,
          answeredAt: NOW,
          answer: changeId(3, 1, 1),
        },
      },
    });
    expect(ledger()).toEqual({ ...before, applied: 2, inQuestion: 0 });
    s.replica.db.exec('DELETE FROM pending_edit WHERE seq = (SELECT max(seq) FROM pending_edit)');
    expect(ledger().balances).toBe(false);
  });
});
