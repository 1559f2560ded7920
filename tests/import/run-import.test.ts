// Imports into a real organisation: what goes in, what is refused and why, and what a second run does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IMPORT_DEVICE } from '../../domain/ids.ts';
import { decodeBody, valuesOf } from '../../domain/record/body.ts';
import type { Groups } from '../../domain/schema/types.ts';
import type { ImportCounts, ImportResult } from '../../server/admin/import/run-import.ts';
import { createRig, ORG, type Rig } from './rig.ts';

let rig: Rig;
beforeEach(() => {
  rig = createRig();
});
afterEach(() => rig.close());

const SITES = 'provider_id,name,city,state\n010001,Northfield General,Dothan,AL\n010005,"Marshall, South",Boaz,AL\n';
const EQUIPMENT = [
  'Serial No.,Asset Tag,Type,Manufacturer,Model,Site Code,Room,Condition',
  '4471,HF-1,CT scanner,Alden Imaging,Vero 300,010001,Radiology B1,in service',
  ',HF-2,Autoclave,Calder Systems,Orbit 200,010005,Store A2,out of service',
  '',
].join('\r\n');

function counts(result: ImportResult): ImportCounts {
  if (!result.ok) throw new Error(result.words);
  return result.counts;
}
function only(collection: string, key: 'k1' | 'k2', value: string): Groups {
  const found = rig.storage.find(ORG, collection, key, value);
  expect(found).toHaveLength(1);
  return valuesOf(decodeBody(found[0]?.body ?? '{}'));
}
const rejected = (what: string): string => readFileSync(join(rig.folder, `${what}.rejected.csv`), 'utf8');
const head = (): number => rig.storage.head(ORG).position;

describe('import sites', () => {
  it('makes a site of every row, codes as text', async () => {
    expect(counts(await rig.run('sites', SITES))).toEqual({
      read: 2,
      created: 2,
      changed: 0,
      unchanged: 0,
      rejected: 0,
    });
    expect(only('site', 'k2', '010001')).toEqual({
      identity: { code: '010001', name: 'Northfield General', city: 'Dothan', region: 'AL' },
    });
    expect(only('site', 'k2', '010005')['identity']).toMatchObject({ name: 'Marshall, South' });
    expect(existsSync(join(rig.folder, 'sites.rejected.csv'))).toBe(false);
  });

  it('imported twice changes nothing', async () => {
    await rig.run('sites', SITES);
    const before = head();
    expect(counts(await rig.run('sites', SITES))).toEqual({
      read: 2,
      created: 0,
      changed: 0,
      unchanged: 2,
      rejected: 0,
    });
    expect(head()).toBe(before);
  });

  it('a changed row writes just what changed, on top of what was there', async () => {
    await rig.run('sites', SITES);
    const [site] = rig.storage.find(ORG, 'site', 'k2', '010001');
    expect(counts(await rig.run('sites', SITES.replace('Northfield General', 'Northfield Medical')))).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    expect(only('site', 'k2', '010001')['identity']).toEqual({
      code: '010001',
      name: 'Northfield Medical',
      city: 'Dothan',
      region: 'AL',
    });
    const history = site ? rig.storage.history(ORG, site.id, 0 as never, 10) : [];
    expect(history.map((h) => [h.edit.group, h.edit.saw, h.outcome.kind])).toEqual([
      ['identity', null, 'applied'],
      ['identity', `${IMPORT_DEVICE}.1.1`, 'applied'],
    ]);
  });

  it('an empty cell leaves what is there', async () => {
    await rig.run('sites', SITES);
    expect(counts(await rig.run('sites', SITES.replace('Dothan', '')))).toMatchObject({ unchanged: 2 });
    expect(only('site', 'k2', '010001')['identity']).toMatchObject({ city: 'Dothan' });
  });

  it('columns are mapped by hand where names do not say it', async () => {
    const text = 'Kürzel;Haus;Ort\nA1;Sankt Anna;Ulm\n';
    expect(await rig.run('sites', text)).toMatchObject({
      ok: false,
      words: expect.stringContaining('--map code=HEADER') as string,
    });
    const overrides = new Map([
      ['code', 'Kürzel'],
      ['name', 'haus'],
      ['city', 'Ort'],
    ]);
    expect(counts(await rig.run('sites', text, { overrides }))).toMatchObject({ created: 1 });
    expect(only('site', 'k2', 'A1')['identity']).toEqual({ code: 'A1', name: 'Sankt Anna', city: 'Ulm' });
    const wrong = await rig.run('sites', text, { overrides: new Map([['code', 'Nummer']]) });
    expect(wrong).toMatchObject({ ok: false, words: expect.stringContaining('"Kürzel", "Haus", "Ort"') as string });
    const unknown = await rig.run('sites', text, { overrides: new Map([['colour', 'Haus']]) });
    expect(unknown).toMatchObject({ ok: false, words: expect.stringContaining('no such field') as string });
  });

  it('an empty file and a file that is not there', async () => {
    expect(await rig.run('sites', '')).toMatchObject({
      ok: false,
      words: expect.stringContaining('is empty') as string,
    });
    expect(await rig.run('sites', '\uFEFF\n\n')).toMatchObject({ ok: false });
    await expect(rig.runFile('sites', join(rig.folder, 'nowhere.csv'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('what files bring along', () => {
  it('BOM, CRLF, quotes, line breaks in cells, empty lines and short rows', async () => {
    const text = '\uFEFFcode,name,city\r\n\r\n1,"The ""Old"" Mill",Ulm\r\n2,"Two\r\nlines"\r\n,,\r\n3,Plain,Bern\r\n';
    expect(counts(await rig.run('sites', text))).toMatchObject({ read: 3, created: 3, rejected: 0 });
    expect(only('site', 'k2', '1')['identity']).toMatchObject({ name: 'The "Old" Mill' });
    expect(only('site', 'k2', '2')['identity']).toMatchObject({ name: 'Two\r\nlines' });
  });

  it('semicolons and tabs', async () => {
    expect(counts(await rig.run('sites', 'code;name\n1;"A, B"\n'))).toMatchObject({ created: 1 });
    expect(counts(await rig.run('sites', 'code\tname\n2\tC; D\n'))).toMatchObject({ created: 1 });
    expect(only('site', 'k2', '2')['identity']).toMatchObject({ name: 'C; D' });
  });

  it('UTF-16 with its mark', async () => {
    expect(counts(await rig.run('sites', Buffer.from('\uFEFFcode,name\n1,Zürich\n', 'utf16le')))).toMatchObject({
      created: 1,
    });
    expect(only('site', 'k2', '1')['identity']).toMatchObject({ name: 'Zürich' });
  });

  it('cells that look like formulas are text', async () => {
    await rig.run('sites', 'code,name\n1,"=HYPERLINK(""http://x"")"\n2,+49 7\n3,@cmd\n');
    expect(only('site', 'k2', '1')['identity']).toMatchObject({ name: '=HYPERLINK("http://x")' });
    expect(only('site', 'k2', '2')['identity']).toMatchObject({ name: '+49 7' });
  });

  it('bad rows go to a file with line and reason; the good ones are imported', async () => {
    const rows = [
      'code,name',
      '1,Good',
      ',No code',
      '2,',
      `3,${'x'.repeat(401)}`,
      '4,nul\0byte',
      '5,a,b,c',
      '6,Also good',
    ];
    const result = await rig.run('sites', rows.join('\n'));
    expect(counts(result)).toEqual({ read: 7, created: 2, changed: 0, unchanged: 0, rejected: 5 });
    const lines = rejected('sites').split('\n');
    expect(lines[0]).toBe('line,reason,code,name');
    expect(lines[1]).toBe('3,the code is empty,,No code');
    expect(lines[2]).toBe('4,the name is empty,2,');
    expect(lines[3]).toContain('5,the name is longer than 400 characters,3,xxx');
    expect(lines[4]).toContain('6,a cell holds a NUL character');
    expect(lines[5]).toBe('7,4 cells under 2 columns,5,a,b,c');
  });

  it('text in another encoding is said, not guessed', async () => {
    const result = await rig.run(
      'sites',
      Buffer.concat([Buffer.from('code,name\n1,Z'), Buffer.from([0xfc]), Buffer.from('rich\n2,Ok\n')]),
    );
    expect(counts(result)).toMatchObject({ created: 1, rejected: 1 });
    expect(rejected('sites')).toContain('save the file as UTF-8');
  });

  it('stray quotes are text; one that is never closed is named, and what stands before it is imported', async () => {
    expect(counts(await rig.run('sites', 'code,name\n1,15" ward\n2,"Bad"x\n3,Fine\n'))).toMatchObject({
      created: 3,
      rejected: 0,
    });
    expect(only('site', 'k2', '1')['identity']).toMatchObject({ name: '15" ward' });
    expect(only('site', 'k2', '3')['identity']).toMatchObject({ name: 'Fine' });
    expect(counts(await rig.run('sites', 'code,name\n4,Good\n5,"never closed\n6,x\n'))).toMatchObject({
      created: 1,
      rejected: 1,
    });
    expect(rejected('sites')).toContain('never closed');
    expect(counts(await rig.run('sites', `code,name\n7,Good\n8,"${'x'.repeat(200_000)}\n`))).toMatchObject({
      created: 1,
    });
    expect(rejected('sites')).toContain('too long');
  });

  it('one thing twice in a file: the same is once, different is for a person', async () => {
    const result = await rig.run('sites', 'code,name\n1,One\n1,One\n1,Uno\n');
    expect(counts(result)).toEqual({ read: 3, created: 1, changed: 0, unchanged: 1, rejected: 1 });
    expect(rejected('sites')).toContain('4,"the same as line 2, with other values",1,Uno');
  });

  it('the file of rejected rows can be mended and imported by itself', async () => {
    await rig.run('sites', 'code,name\n1,Good\n2,\n');
    expect(counts(await rig.run('sites', rejected('sites').replace('2,\n', '2,Mended\n')))).toMatchObject({
      created: 1,
      rejected: 0,
    });
  });
});

describe('import equipment', () => {
  beforeEach(async () => void (await rig.run('sites', SITES)));

  it('[SAVE-6] makes devices at their sites, one change per lane', async () => {
    const before = head();
    expect(counts(await rig.run('equipment', EQUIPMENT))).toMatchObject({ created: 2, rejected: 0 });
    expect(head()).toBe(before + 4);
    const lanes = rig.storage.log(ORG, before as never, 10).map((e) => [e.lane, e.edits.map((x) => x.group).join('+')]);
    expect(lanes.slice(0, 2)).toEqual([
      ['normal', 'identity+place'],
      ['critical', 'condition'],
    ]);
    const [site] = rig.storage.find(ORG, 'site', 'k2', '010001');
    expect(only('equipment', 'k1', '4471')).toEqual({
      identity: {
        serial: '4471',
        assetTag: 'HF-1',
        type: 'CT scanner',
        manufacturer: 'Alden Imaging',
        model: 'Vero 300',
      },
      place: { site: site?.id, room: 'Radiology B1' },
      condition: { state: 'inService' },
    });
    expect(rig.storage.find(ORG, 'equipment', 'k1', '4471')[0]?.site).toBe(site?.id);
  });

  it('imported twice changes nothing', async () => {
    await rig.run('equipment', EQUIPMENT);
    const before = head();
    expect(counts(await rig.run('equipment', EQUIPMENT))).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
    expect(head()).toBe(before);
  });

  it('only changed groups are written, whichever lane they travel in', async () => {
    await rig.run('equipment', EQUIPMENT);
    const before = head();
    expect(counts(await rig.run('equipment', EQUIPMENT.replace('out of service', 'in service')))).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    const log = rig.storage.log(ORG, before as never, 10);
    expect(log.map((e) => [e.lane, e.edits.map((x) => x.group).join('+'), e.outcome])).toEqual([
      ['critical', 'condition', null],
    ]);
    expect(
      counts(await rig.run('equipment', EQUIPMENT.replace('Store A2', 'Store A3').replace('Orbit 200', 'Orbit 210'))),
    ).toMatchObject({ changed: 1 });
    expect(only('equipment', 'k2', 'HF-2')).toMatchObject({
      place: { room: 'Store A3' },
      identity: { model: 'Orbit 210' },
    });
  });

  it('[C-10] one serial at two manufacturers is two devices; without a serial the tag tells', async () => {
    await rig.run('equipment', EQUIPMENT);
    const more =
      'serial,tag,type,maker,site\n4471,HF-9,Pump,Brevik Medical,010001\n,HF-2,Autoclave,Calder Systems,010001\n';
    expect(counts(await rig.run('equipment', more))).toMatchObject({ created: 1, changed: 1 });
    expect(rig.storage.find(ORG, 'equipment', 'k1', '4471')).toHaveLength(2);
    const [site] = rig.storage.find(ORG, 'site', 'k2', '010001');
    expect(rig.storage.find(ORG, 'equipment', 'k2', 'HF-2').map((r) => r.site)).toEqual([site?.id]);
  });

  it('[C-10] a device spelled in another way is that device, and nothing is asked', async () => {
    await rig.run('equipment', EQUIPMENT);
    const again = 'serial,tag,type,maker,site\n 4471,HF-1,CT scanner,ALDEN imaging,010001\n';
    expect(counts(await rig.run('equipment', again))).toMatchObject({ created: 0, changed: 1 });
    const twice = 'serial,type,maker,site\nAB-1,Pump,Brevik,010001\nab-1,Pump,Brevik,010001\n';
    expect(counts(await rig.run('equipment', twice))).toMatchObject({ created: 1, rejected: 1 });
    expect(rig.storage.find(ORG, 'question', 'k2', 'open')).toEqual([]);
  });

  it('an unknown site, an unknown condition, and a device nobody could know again', async () => {
    const text =
      'serial,type,site,condition\n1,Pump,99,ok\n2,Pump,010001,purple\n,Pump,010001,ok\n3,,010001,ok\n4,Pump,,ok\n5,Pump,010001,In Service\n';
    expect(counts(await rig.run('equipment', text))).toMatchObject({ created: 1, rejected: 5 });
    const reasons = rejected('equipment');
    for (const reason of [
      'there is no site with the code',
      'is no condition',
      'neither a serial number nor an asset tag',
      'the type is empty',
      'the site is empty',
    ]) {
      expect(reasons).toContain(reason);
    }
  });
});

describe('stopping and going on', () => {
  const rows = ['code,name', ...Array.from({ length: 25 }, (_, i) => `${i},Site ${i}`)].join('\n');

  it('stops between chunks, keeps what is in, and the next run does the rest', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const progress = (at: ImportCounts): void => {
      seen.push(at.read);
      if (at.read >= 10) stop.abort();
    };
    const first = await rig.run('sites', rows, { chunk: 5, stop: stop.signal, progress });
    expect(first).toMatchObject({ ok: true, stopped: true, counts: { read: 10, created: 10 } });
    expect(seen).toEqual([5, 10]);
    expect(counts(await rig.run('sites', rows, { chunk: 5 }))).toMatchObject({ created: 15, unchanged: 10 });
  });
});
