import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeId, type RecordId } from '../../domain/ids.ts';
import { SampleReplica, side } from './sample-replica.ts';
import { recordView } from './record-view.ts';
import { visit } from './visit.ts';
import { equipmentView } from './equipment-view.ts';
import { people } from './people.ts';
import { workList } from './work-list.ts';

let s: SampleReplica;
let device: RecordId;
beforeAll(() => {
  s = new SampleReplica();
  device = s.device(s.site('Mercy Clermont'));
});
afterAll(() => s.close());

describe('recordView', () => {
  it('[SAVE-5] a group says what is in view of it: the pending writer, and the canonical one beneath', () => {
    const job = s.job(device);
    const canonical = recordView(s.ctx(), job)?.groups['request']?.saw.writer;
    expect(recordView(s.ctx(), job)?.groups['request']?.saw).toEqual({ writer: canonical, canonical, archived: null });
    const mine = s.save(job, 'workOrder', { request: { title: 'other' } }).changes[0];
    expect(recordView(s.ctx(), job)?.groups['request']?.saw).toEqual({ writer: mine, canonical, archived: null });
  });

  it('[C-4] each author’s own screen keeps the author’s own value, marked, and others see the first', () => {
    const job = s.job(device, { parts: { declared: 'some' } });
    const clara = s.person('Clara Diaz', 'technician');
    const mine = changeId(7, 1, 900);
    const first = side(changeId(9, 1, 4), { declared: 'some' }, clara, 'parts were replaced');
    const id = s.ask(job, 'workOrder', 'parts', [first, side(mine, { declared: 'none' }, s.me, 'none')], null);
    const here = recordView(s.ctx(), job)?.groups['parts'];
    expect(here).toMatchObject({
      words: 'none',
      saw: { writer: mine, canonical: changeId(9, 1, 4) },
      label: { kind: 'theirQuestion', question: id },
    });
    expect(recordView(s.ctx({ person: clara }), job)?.groups['parts']).toMatchObject({
      words: 'parts were replaced',
      label: { kind: 'theirQuestion' },
    });
  });

  it('[C-4] an own status under review is also the one in the list', () => {
    const job = s.job(device, { progress: { status: 'planned' } });
    const sides = [
      side(changeId(9, 1, 5), { status: 'planned' }, s.person('X', 'technician'), 'planned'),
      side(changeId(7, 1, 901), { status: 'done' }, s.me, 'done'),
    ];
    s.ask(job, 'workOrder', 'progress', sides, null);
    const rows = workList(s.ctx(), { range: 'all', whose: 'mine', site: null, text: '', limit: 100 }).rows;
    expect(rows.find((r) => r.id === job)?.status).toBe('done');
  });
});

describe('visit', () => {
  it('[W-7] shows canonical with pending on top, and a part line that has not left keeps the job from saying Synced', () => {
    const job = s.job(device);
    s.save(null, 'partLine', { entry: { workOrder: job, name: 'coil assembly', quantity: 3, serial: '88-1402' } });
    const view = visit(s.ctx(), job);
    expect(view?.parts.map((p) => p.name)).toEqual(['3 × coil assembly, serial 88-1402']);
    expect(view?.job.label.text).toBe('Saved locally. Will sync on reconnect.');
    expect(view?.job.groups['request']?.label.text).toBe('Synced');
    expect(view?.equipment?.name).toBe('CT scanner SN 4471');
    expect(view?.technician?.name).toBe('Ben Okafor');
    expect(view?.mayEdit).toBe(true);
  });

  it('[C-8] a part line that was struck stays in the list', () => {
    const job = s.job(device);
    s.sent('partLine', {
      entry: { workOrder: job, name: 'fuse' },
      archived: { archived: true, reason: 'Parts replaced: none' },
    });
    expect(visit(s.ctx(), job)?.parts.map((p) => [p.name, p.archived])).toEqual([['1 × fuse', true]]);
  });

  it('what left the view of this laptop is read only', () => {
    const job = s.job(device);
    s.replica.writeMeta(`leaving ${job}`, true);
    expect(visit(s.ctx(), job)?.mayEdit).toBe(false);
  });

  it('nothing for an id that is no job', () => {
    expect(visit(s.ctx(), device)).toBeNull();
    expect(equipmentView(s.ctx(), 'zzzzz-zz-zzzzzz-zz' as RecordId)).toBeNull();
  });
});

describe('equipmentView and people', () => {
  it('readings are series in order of time, with the limits of the newest that names any', () => {
    const scanner = s.device(s.site('North'), { serial: '9' });
    const job = s.job(scanner);
    const reading = (value: number, takenAt: number, low: number | null) =>
      s.sent('reading', {
        entry: { workOrder: job, quantity: 'Leakage', unit: 'µA', value, takenAt, low, high: null },
      });
    reading(3, 300, null);
    reading(1, 100, 5);
    s.save(null, 'reading', {
      entry: { workOrder: job, quantity: 'Leakage', unit: 'µA', value: 2, takenAt: 200, low: 6 },
    });
    const view = equipmentView(s.ctx(), scanner);
    expect(view?.readings).toMatchObject([{ quantity: 'Leakage', unit: 'µA', low: 6, high: null }]);
    expect(view?.readings[0]?.points.map((p) => p.value)).toEqual([1, 2, 3]);
    expect(view?.jobs.map((j) => j.id)).toEqual([job]);
  });

  it('people by name, with their roles', () => {
    expect(people(s.ctx()).filter((p) => p.name === 'Ben Okafor')).toEqual([
      { id: s.me, name: 'Ben Okafor', role: 'technician' },
    ]);
  });
});
