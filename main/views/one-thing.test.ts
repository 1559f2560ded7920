import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, creatorOf, type RecordId } from '../../domain/ids.ts';
import { indexSearch } from '../replica/fill-search.ts';
import { archiveView } from '../verbs/archive-view.ts';
import { answer } from '../verbs/save.ts';
import { equipmentSearch } from './equipment-search.ts';
import { equipmentView } from './equipment-view.ts';
import { SampleReplica, side } from './sample-replica.ts';

let s: SampleReplica;
let site: RecordId;
let kept: RecordId;
let other: RecordId;
beforeEach(() => {
  s = new SampleReplica();
  site = s.site('Mercy');
  kept = s.device(site, { assetTag: 'T-1' });
  other = s.device(site, { assetTag: 'T-2' }, 'B2');
});
afterEach(() => s.close());

const standsFor = (of: RecordId, id = other): unknown => s.rewrite(id, { alias: { v: { of, name: 'siemens\n4471' } } });
const entries = (id: RecordId) => equipmentView(s.ctx(), id)?.entries;
const tags = (text: string, over = {}): readonly string[] =>
  equipmentSearch(s.ctx(), { text, site: null, offset: 0, limit: 50, ...over }).rows.map((r) => r.assetTag);

function asked(): RecordId {
  const two = side(creatorOf(other), { of: null }, s.me, 'two different devices');
  const same = side(changeId(0, 1, 99), { of: kept, name: 'siemens\n4471' }, s.me, 'the same device, entered twice');
  return s.ask(other, 'equipment', 'alias', [two, same], s.me);
}

describe('[C-10] a device that was entered twice', () => {
  it('[C-10] each page leads to the other, and the one that is kept shows the jobs and readings of both', () => {
    const jobs = [s.job(kept), s.job(other)];
    for (const workOrder of jobs)
      s.sent('reading', { entry: { workOrder, quantity: 'dose', value: 1, unit: 'mGy', takenAt: s.now } });
    standsFor(kept);
    expect(entries(other)).toMatchObject({ keptAs: { id: kept, words: 'CT scanner SN 4471 · Radiology B1 · Mercy' } });
    expect(entries(kept)).toMatchObject({ keptAs: null, also: [{ id: other }], asked: null });
    const page = equipmentView(s.ctx(), kept);
    expect(page?.jobs.map((j) => j.id).toSorted()).toEqual(jobs.toSorted());
    expect(page?.readings[0]?.points).toHaveLength(2);
    expect(equipmentView(s.ctx(), other)?.jobs).toHaveLength(1);
  });

  it('[C-10] lists and search show it once, found by what either entry says', () => {
    indexSearch(s.replica, { now: () => 0 }, 1);
    expect(tags('').toSorted()).toEqual(['T-1', 'T-2']);
    standsFor(kept);
    for (const _ of ['before it is read', 'after']) {
      expect(['', '4471', 'T-2', 'b2'].map((text) => tags(text).join())).toEqual(['T-1', 'T-1', 'T-1', 'T-1']);
      expect(tags('', { site })).toEqual(['T-1']);
      expect(equipmentSearch(s.ctx(), { text: '', site: null, offset: 0, limit: 1 }).total).toBe(1);
      indexSearch(s.replica, { now: () => 0 }, 1);
    }
    s.rewrite(other, { alias: { v: { of: null } } });
    expect(tags('').toSorted()).toEqual(['T-1', 'T-2']);
  });

  it('[C-10] a chain leads to its end; where that is not here, the entry that is here stands for it', () => {
    const third = s.device(site, { assetTag: 'T-3' });
    standsFor(kept);
    standsFor(other, third);
    expect(entries(third)?.keptAs?.id).toBe(kept);
    expect(entries(kept)?.also.map((e) => e.id)).toEqual([other, third]);
    standsFor('00009-01-000009-00' as RecordId);
    expect(entries(other)?.keptAs).toEqual({ id: null, words: '' });
    expect(entries(third)?.keptAs?.id).toBe(other);
    expect(tags('').toSorted()).toEqual(['T-1', 'T-2']);
  });

  it('[C-10] both pages say that it is asked, until it is answered, by an answer that has not left as well', () => {
    s.role = 'manager';
    const question = asked();
    expect([entries(kept)?.asked, entries(other)?.asked]).toEqual([question, question]);
    const by = { person: s.me, role: s.role };
    answer(s.replica, by, { question, side: changeId(0, 1, 99), against: [creatorOf(other)], reason: null });
    expect([entries(kept)?.asked, entries(other)?.asked]).toEqual([null, null]);
    expect(entries(other)?.keptAs?.id).toBe(kept);
  });

  it('[C-10, C-8] whoever archives the one has the jobs of the other in view', () => {
    const job = s.job(other);
    standsFor(kept);
    expect(archiveView(s.replica, s.row(kept)).children).toEqual([job]);
  });
});
