// Export, verify and backup as an operator runs them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyExport } from '../../resources/verify-export.mjs';
import { JOB, NORTH, Rig } from '../../tests/support/hospital.ts';
import { runCommandLine } from './run.ts';

let rig: Rig;
let db = '';
beforeEach(async () => {
  rig = await new Rig().found();
  db = `sqlite:${rig.file()}`;
  rig.storage.close();
});
afterEach(() => rig.close());

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const code = await runCommandLine([...args, '--db', db], {
    out: (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { code, ...seen };
}
const at = (name: string): string => join(rig.folder, name);

describe('export', () => {
  it('[A-2] writes the history of a record as PDF and as JSON Lines that pass the verifier', async () => {
    const ran = await run('export', '--record', JOB, '--pdf', at('job.pdf'), '--jsonl', at('job.jsonl'));
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('artefact · CT scanner SN 4471: 1 entries, proved up to position 12.');
    expect(readFileSync(at('job.pdf'), 'latin1').slice(0, 5)).toBe('%PDF-');
    expect(verifyExport(readFileSync(at('job.jsonl'), 'utf8')).wrong).toEqual([]);
  });

  it('[A-2] finds a site by name or id, and takes bounds of time', async () => {
    const byName = await run('export', '--site', 'North', '--jsonl', at('a.jsonl'), '--json');
    expect(JSON.parse(byName.out)).toMatchObject({ about: 'North', entries: 3 });
    const byId = await run('export', '--site', NORTH, '--from', '2031-01-01', '--jsonl', at('b.jsonl'), '--json');
    expect(JSON.parse(byId.out)).toMatchObject({ about: 'North', entries: 0 });
  });

  it('says what it cannot do, and overwrites nothing', async () => {
    expect(await run('export', '--record', JOB)).toMatchObject({ code: 2 });
    expect(await run('export', '--record', JOB, '--site', 'North', '--pdf', at('x'))).toMatchObject({ code: 2 });
    expect((await run('export', '--record', JOB, '--from', 'yesterday', '--pdf', at('x'))).err).toMatch(/wants a date/);
    expect((await run('export', '--site', 'West', '--pdf', at('x'))).err).toMatch(/no site "West"/);
    expect((await run('export', '--record', '00001-01-000099-00', '--pdf', at('x'))).err).toMatch(/no record/);
    expect((await run('export', '--record', JOB, '--pdf', rig.file())).err).toMatch(/there already/);
    expect(existsSync(at('x'))).toBe(false);
  });

  it('[A-1] an export is a witness: verify holds its checkpoint against the log', async () => {
    await run('export', '--record', JOB, '--jsonl', at('kept.jsonl'));
    const well = await run('verify', '--witness', at('kept.jsonl'));
    expect(well.code).toBe(0);
    expect(well.out).toMatch(/all is as it was written\.\nSigned up to 12 at .* Key: [0-9a-f]{4} /);
    rig.reopen();
    rig.database.connection.exec(
      'DELETE FROM checkpoint; UPDATE organisation SET position = 11; DELETE FROM log WHERE pos = 12; UPDATE organisation SET chain = (SELECT lower(hex(chain)) FROM log WHERE pos = 11)',
    );
    rig.storage.close();
    expect((await run('verify')).out).not.toMatch(/signed up to 12/);
    const found = await run('verify', '--witness', at('kept.jsonl'));
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/the log ends at 11, but was signed up to 12 .*: entry 12 gone/);
    expect((await run('verify', '--witness', at('server.db'))).err).toMatch(/not a history/);
  });

  it('[A-1, W-12] a backup holds a checkpoint of its own moment', async () => {
    expect((await run('backup', '--to', at('copy.db'))).code).toBe(0);
    db = `sqlite:${at('copy.db')}`;
    const ran = await run('verify', '--json');
    expect(JSON.parse(ran.out)).toMatchObject({ ok: true, signedUpTo: 12, checkpoints: 1 });
  });
});
