import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeRecord } from '../replica/record-store.ts';
import { indexSearch } from '../replica/fill-search.ts';
import { SampleReplica, NOW } from './sample-replica.ts';
import { equipmentSearch } from './equipment-search.ts';
import { indexQuery, matches, termsOf, wordsIn } from './search-terms.ts';
import { workList } from './work-list.ts';

const STILL = { now: () => 0 };
const page = (text: string, over: Partial<Parameters<typeof equipmentSearch>[1]> = {}) => ({
  text,
  site: null,
  offset: 0,
  limit: 50,
  ...over,
});
const jobs = (over: Partial<Parameters<typeof workList>[1]> = {}) =>
  ({ range: 'all', whose: 'everyone', site: null, text: '', limit: 300, ...over }) as const;

let s: SampleReplica;
beforeEach(() => (s = new SampleReplica()));
afterEach(() => s.close());
const serials = (text: string, over = {}) => equipmentSearch(s.ctx(), page(text, over)).rows.map((r) => r.serial);

describe('equipmentSearch', () => {
  it('[SAVE-2] finds what is not indexed yet, and the same after it was indexed', () => {
    const site = s.site('Mercy');
    s.device(site, { serial: '88-1402', type: 'Ventilator' });
    s.device(site, { serial: '99-1402', type: 'Beatmungsgerät' });
    for (const _ of ['before', 'after']) {
      expect(serials('vent')).toEqual(['88-1402']);
      expect(serials('88-14')).toEqual(['88-1402']);
      expect(serials('beatmungsgerat 1402')).toEqual(['99-1402']);
      expect(serials('vent 99')).toEqual([]);
      expect(indexSearch(s.replica, STILL, 1)).toBe(false);
    }
  });

  it('[SAVE-2] a device saved anew is found by its new words and not by its old ones, indexed or not', () => {
    const id = s.device(s.site('Mercy'), { serial: 'OLD1' });
    indexSearch(s.replica, STILL, 1);
    s.save(id, 'equipment', { identity: { serial: 'NEW1' } });
    expect([serials('old1'), serials('new1')]).toEqual([[], ['NEW1']]);
    indexSearch(s.replica, STILL, 1);
    expect([serials('old1'), serials('new1')]).toEqual([[], ['NEW1']]);
    expect(equipmentSearch(s.ctx(), page('new1')).rows[0]?.label.kind).toBe('savedLocally');
  });

  it('an exact serial stands first', () => {
    const site = s.site('Mercy');
    for (let i = 0; i < 30; i++) s.device(site, { serial: `AB12${i}`, assetTag: null });
    s.device(site, { serial: 'AB12', assetTag: null });
    indexSearch(s.replica, STILL, 1);
    expect(serials('ab12')[0]).toBe('AB12');
    expect(equipmentSearch(s.ctx(), page('ab12'))).toMatchObject({ total: 31, more: false });
  });

  it('nothing typed lists everything in pages, each device once; a site lists its own', () => {
    const [a, b] = [s.site('A'), s.site('B')];
    for (let i = 0; i < 7; i++) s.device(i % 2 ? a : b, { serial: `S${i}` });
    const pages = [0, 3, 6].flatMap((offset) => serials('', { offset, limit: 3 }));
    expect(pages.toSorted()).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6']);
    expect(equipmentSearch(s.ctx(), page('', { limit: 1 })).total).toBe(7);
    expect(equipmentSearch(s.ctx(), page('ct', { site: a })).rows.map((r) => r.serial)).toEqual(['S1', 'S3', 'S5']);
  });

  it('counts no further than somebody would scroll, and says so', () => {
    const site = s.site('Mercy');
    s.replica.db.exec('PRAGMA synchronous = OFF');
    for (let i = 0; i < 1_010; i++) s.device(site, { serial: `Q${i}` });
    for (const _ of ['before', 'after']) {
      expect(equipmentSearch(s.ctx(), page('scanner'))).toMatchObject({ total: 1_000, more: true });
      expect(equipmentSearch(s.ctx(), page('scanner', { offset: 1_000 })).rows).toHaveLength(10);
      indexSearch(s.replica, STILL, 1);
    }
  });
});

describe('indexSearch', () => {
  it('[SAVE-2] works in slices that the clock ends, takes out what vanished, and is done once', () => {
    const site = s.site('Mercy');
    const ids = Array.from({ length: 100 }, (_, i) => s.device(site, { serial: `V${i}` }));
    let now = 0;
    const slow = { now: () => (now += 10) };
    expect(indexSearch(s.replica, slow, 15)).toBe(true);
    expect(s.replica.searches.waiting.get()).toBe(68);
    expect(indexSearch(s.replica, STILL, 1)).toBe(false);
    expect(indexSearch(s.replica, STILL, 1)).toBe(false);
    expect(equipmentSearch(s.ctx(), page('ct')).total).toBe(100);
    s.replica.transact('replayable', () => removeRecord(s.replica, s.row(ids[3]!)));
    indexSearch(s.replica, STILL, 1);
    expect(equipmentSearch(s.ctx(), page('ct')).total).toBe(99);
  });

  it('nothing that is typed can break the query of the index', () => {
    for (const typed of ['"', "'; DROP", 'a"b', '*', 'NOT', 'a OR', '(', 'é"', '-', 'col:x', '^x', 'NEAR(']) {
      expect(() => equipmentSearch(s.ctx(), page(typed))).not.toThrow();
    }
    expect(indexQuery(termsOf('88-14 ct'))).toBe('"88 14" * AND "ct" *');
    expect(matches(wordsIn('SN 88-1402 X'), termsOf('88-14'))).toBe(true);
    expect(matches(wordsIn('SN 88 X 1402'), termsOf('88-14'))).toBe(false);
  });
});

describe('workList', () => {
  it('today holds what is due or planned today and what is late, in the day of this laptop', () => {
    const device = s.device(s.site('Mercy'));
    const day = 86_400_000;
    const at = (number: string, scheduled: number | null, due: number | null, status: string | null = null) =>
      s.job(device, {
        request: { number, title: 't', equipment: device, due },
        assignment: { technician: s.me, scheduled },
        ...(status ? { progress: { status } } : {}),
      });
    at('today', NOW, null);
    at('dueToday', NOW - 3 * day, NOW + 1);
    at('late', NOW - day, null);
    at('doneYesterday', NOW - day, null, 'done');
    at('doneToday', NOW, null, 'done');
    at('tomorrow', NOW + day, null);
    at('nextMonth', NOW + 30 * day, null);
    at('undated', null, null);
    const numbers = (over = {}) => workList(s.ctx(), jobs({ whose: 'mine', ...over })).rows.map((r) => r.number);
    expect(numbers({ range: 'today' })).toEqual(['dueToday', 'late', 'today', 'doneToday']);
    expect(numbers({ range: 'week' })).toEqual(['dueToday', 'late', 'today', 'tomorrow', 'doneToday']);
    expect(numbers()).toEqual([
      'dueToday',
      'late',
      'today',
      'tomorrow',
      'nextMonth',
      'undated',
      'doneToday',
      'doneYesterday',
    ]);
    const east = workList(s.ctx({ offset: 15 * 60 }), jobs({ range: 'today' })).rows.map((r) => r.number);
    expect(east).toEqual(['dueToday', 'late', 'today', 'doneToday']);
    expect(workList(s.ctx(), jobs({ limit: 2 }))).toMatchObject({
      total: 8,
      rows: [{ number: 'dueToday' }, { number: 'late' }],
    });
  });

  it('mine, everyone, archived, sites and their counts', () => {
    const [a, b] = [s.site('Alpha'), s.site('Beta')];
    const other = s.person('Clara Diaz', 'technician');
    const first = s.job(s.device(a));
    const second = s.job(s.device(b), { assignment: { technician: other, scheduled: NOW } });
    s.job(s.device(b), { archived: { archived: true } });
    expect(workList(s.ctx(), jobs({ whose: 'mine' })).rows.map((r) => r.id)).toEqual([first]);
    const all = workList(s.ctx(), jobs({ site: b }));
    expect(all.rows).toMatchObject([
      {
        id: second,
        mine: false,
        technicianName: 'Clara Diaz',
        siteName: 'Beta',
        room: 'Radiology B1',
        status: 'planned',
      },
    ]);
    expect(all.sites).toEqual([
      { id: a, name: 'Alpha', count: 1 },
      { id: b, name: 'Beta', count: 1 },
    ]);
  });

  it('[SAVE-2] what was typed is found in the job, its device, its site and its technician, before anything is indexed', () => {
    s.job(s.device(s.site('Mercy Clermont'), { serial: 'ZX81' }));
    s.job(s.device(s.site('North'), { serial: 'QQ' }), { request: { number: '7', title: 'noise' } });
    for (const text of ['artefact zx81', 'clermont', 'okafor mercy', '20417 radiology']) {
      expect(workList(s.ctx(), jobs({ text })).total).toBe(1);
    }
    const fresh = s.save(null, 'workOrder', { request: { number: '99', title: 'brand new' } });
    expect(workList(s.ctx(), jobs({ text: 'brand' })).rows.map((r) => r.id)).toEqual(fresh.records);
  });

  it('[SAVE-2] a long list that the index narrows finds the same as one that is read', () => {
    s.replica.db.exec('PRAGMA synchronous = OFF');
    const sites = [s.site('Mercy Clermont'), s.site('North')];
    const devices = sites.map((site, i) => s.device(site, { serial: `DEV${i}` }));
    for (let i = 0; i < 1_600; i++)
      s.job(devices[i % 2]!, {
        request: { number: `J${i}`, title: i % 3 ? 'noise' : 'leak', equipment: devices[i % 2]! },
      });
    const counts = () =>
      ['j15', 'leak dev1', 'clermont leak', 'okafor j1599', 'radiology'].map(
        (text) => workList(s.ctx(), jobs({ text })).total,
      );
    const unread = counts();
    indexSearch(s.replica, STILL, 1);
    expect(counts()).toEqual(unread);
    expect(unread).toEqual([111, 267, 267, 1, 1_600]);
    s.save(workList(s.ctx(), jobs({ text: 'j1599' })).rows[0]!.id, 'workOrder', { request: { number: 'NEW' } });
    s.save(devices[0]!, 'equipment', { place: { room: 'Cellar' } });
    expect([...counts(), workList(s.ctx(), jobs({ text: 'new' })).total]).toEqual([110, 267, 267, 0, 800, 1]);
  });
});
