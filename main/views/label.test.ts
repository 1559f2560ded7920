import { array, assert, boolean, constantFrom, property, record } from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeId, type RecordId } from '../../domain/ids.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { LabelKind } from '../../domain/label/save-label.ts';
import { SampleReplica, side, NOW } from './sample-replica.ts';
import { labelOfRecords } from './label.ts';
import { recordView } from './record-view.ts';
import { visit } from './visit.ts';
import { workList } from './work-list.ts';

const ORDER: readonly LabelKind[] = [
  'refused',
  'myQuestion',
  'theirQuestion',
  'savedHereOnly',
  'savedLocally',
  'sending',
  'handedUsb',
  'waiting',
  'escrow',
  'confirming',
  'ruleKept',
  'synced',
];
const ALL = { range: 'all', whose: 'everyone', site: null, text: '', limit: 1_000 } as const;

let s: SampleReplica;
let device: RecordId;
beforeAll(() => {
  s = new SampleReplica();
  device = s.device(s.site('Mercy Clermont'));
});
beforeEach(() => {
  s.canLeave = true;
  s.sending.clear();
});
afterAll(() => s.close());

function rowLabel(job: RecordId) {
  return workList(s.ctx(), ALL).rows.find((r) => r.id === job)!.label;
}

describe('label', () => {
  it('[W-6] a label never says Synced while any edit of the record, or of what hangs on it, is not settled and seen back', () => {
    const fate = constantFrom('queued', 'sending', 'handed', 'waiting', 'escrow', 'confirming', 'held', 'settled');
    const where = constantFrom('findings', 'progress', 'note', 'partLine');
    const edits = array(record({ where, fate, long: boolean() }), { maxLength: 5 });
    const input = record({
      edits,
      question: constantFrom('none', 'mine', 'theirs'),
      aside: boolean(),
      canLeave: boolean(),
    });
    assert(
      property(input, (run) => {
        const job = s.job(device);
        s.sending.clear();
        s.canLeave = run.canLeave;
        const expected = run.edits.map((edit, i) => makeEdit(job, edit, i));
        if (run.question !== 'none') {
          const reviewer = run.question === 'mine' ? s.me : s.person(`Reviewer ${job}`, 'manager');
          s.ask(job, 'workOrder', 'parts', [side(changeId(1, 1, 1), { declared: 'none' }, s.me, 'none')], reviewer);
          expected.push(run.question === 'mine' ? 'myQuestion' : 'theirQuestion');
        }
        if (run.aside) {
          const x = { writer: changeId(7, 1, 1), author: s.me, rule: 'office' as const, by: null };
          s.rewrite(job, { assignment: { x } });
          expected.push('ruleKept');
        }
        const kind = ORDER.find((k) => expected.includes(k)) ?? 'synced';
        const view = visit(s.ctx(), job)!;
        expect(rowLabel(job).kind).toBe(kind);
        expect(view.job.label.kind).toBe(kind);
        for (const group of ['findings', 'progress']) {
          const own = run.edits.flatMap((edit, i) => (edit.where === group ? [expected[i]!] : []));
          expect(view.job.groups[group]?.label.kind).toBe(
            own.length === 0 ? undefined : ORDER.find((k) => own.includes(k)),
          );
        }
      }),
      { numRuns: 80 },
    );
  });

  function makeEdit(job: RecordId, edit: { where: string; fate: string; long: boolean }, i: number): LabelKind {
    const isRow = edit.where === 'note' || edit.where === 'partLine';
    const groups = isRow
      ? { entry: { workOrder: job, text: `n${i}`, name: 'coil' } }
      : { [edit.where]: { text: `t${i}`, status: 'started' } };
    const saved = s.save(isRow ? null : job, isRow ? edit.where : 'workOrder', groups);
    const seq = s.seqOf(saved.changes[0]);
    const refused: EditOutcome = { kind: 'refused', code: 'notAllowed', words: 'no' };
    switch (edit.fate) {
      case 'sending':
        s.sending.set(seq, s.now - (edit.long ? 2_000 : 500));
        return edit.long ? 'sending' : 'savedLocally';
      case 'handed':
        s.answer(seq, 'handed', null);
        return 'handedUsb';
      case 'waiting':
        s.answer(seq, 'waiting', [{ kind: 'waiting', forChange: changeId(9, 1, 1) }]);
        return 'waiting';
      case 'escrow':
        s.answer(seq, 'escrow', [{ kind: 'escrow', owner: null }]);
        return 'escrow';
      case 'held':
        s.answer(seq, 'held', [refused]);
        return 'refused';
      case 'confirming':
        s.answer(seq, 'confirming', null);
        return 'confirming';
      case 'settled':
        s.answer(seq, 'confirming', null);
        settleOnly(seq);
        return 'synced';
      default:
        return s.canLeave ? 'savedLocally' : 'savedHereOnly';
    }
  }

  /** Others that are being confirmed stay so: the cursor is moved for this one alone. */
  function settleOnly(seq: number): void {
    const others = s.replica.changes.inState.all('confirming', 100).filter((c) => c.seq !== seq);
    for (const c of others) s.replica.changes.setState.run('waiting', c.epoch, c.seq);
    s.seenBack();
    for (const c of others) s.replica.changes.setState.run('confirming', c.epoch, c.seq);
  }

  it('[W-6] [W-12] what a restored server is known to have lost is not called synced, by whomever it was written', () => {
    const job = s.job(device);
    const note = s.save(null, 'note', { entry: { workOrder: job, text: 'seen', name: '' } });
    const newest = s.answer(s.seqOf(note.changes[0]), 'confirming', null);
    s.seenBack();
    expect(rowLabel(job).kind).toBe('synced');
    const cut = { ...s.ctx(), vouchedTo: newest - 1 };
    const row = workList(cut, ALL).rows.find((r) => r.id === job)!;
    expect(row.label.kind).toBe('savedLocally');
    expect(row.label.evidence.because).toContain('older state');
    expect(visit(cut, job)!.job.label.kind).toBe('savedLocally');
    const theirs = { ...s.ctx(), vouchedTo: 0 };
    expect(recordView(theirs, device)!.label.kind).toBe('savedLocally');
  });

  it('[W-6] the evidence names the change, when it was received, and when it was seen back', () => {
    const job = s.job(device);
    const seq = s.seqOf(s.save(job, 'workOrder', { findings: { text: 'dust' } }).changes[0]);
    expect(rowLabel(job)).toMatchObject({
      text: 'Saved locally. Will sync on reconnect.',
      evidence: { savedAt: NOW, change: seq, seenBackAt: null },
    });
    expect(labelOfRecords(s.ctx(), [device, job])).toEqual(rowLabel(job));
    const position = s.answer(seq, 'confirming', null);
    expect(rowLabel(job)).toMatchObject({
      text: 'At the server. Confirming…',
      evidence: { receivedAt: NOW, position },
    });
    s.seenBack();
    expect(recordView(s.ctx(), job)?.groups['findings']?.label).toMatchObject({
      text: 'Synced',
      evidence: { change: seq, position, seenBackAt: NOW },
    });
  });

  it('[C-3] whose value a rule kept is said by name to the person whose value was set aside, and to nobody else', () => {
    const job = s.job(device);
    const lead = s.person('Ada Brandt', 'lead');
    s.rewrite(job, { assignment: { x: { writer: changeId(7, 1, 1), author: s.me, rule: 'office', by: lead } } });
    expect(rowLabel(job).text).toBe('Synced. Ada Brandt’s schedule was kept — see history');
    expect(workList(s.ctx({ person: lead }), ALL).rows.find((r) => r.id === job)?.label.text).toBe('Synced');
  });

  it('[C-4] a question that has not reached this laptop yet is a conflict all the same', () => {
    const job = s.job(device);
    s.rewrite(job, { parts: { v: { declared: 'none' }, q: '00000-01-zzzzzz-00' as RecordId } });
    expect(rowLabel(job)).toMatchObject({
      text: 'Conflict — waiting for a service manager',
      question: '00000-01-zzzzzz-00',
    });
  });

  it('[C-4] a question on a check of the visit stands on the job, for whoever may answer it', () => {
    const job = s.job(device);
    const check = s.sent('checklistItem', {
      entry: { workOrder: job, label: 'Fans', order: 1 },
      result: { result: 'pass' },
    });
    const manager = s.person('Ines Roth', 'manager');
    const id = s.ask(check, 'checklistItem', 'result', [], manager);
    expect(rowLabel(job)).toMatchObject({ text: 'Conflict — waiting for Ines Roth', question: id });
    const seen = workList(s.ctx({ person: manager, role: 'manager' }), ALL).rows.find((r) => r.id === job);
    expect(seen?.label.text).toBe('Conflict — tap to review');
  });
});
