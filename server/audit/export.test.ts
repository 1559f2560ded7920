// A history with its proof: what is in it, that anybody can check it, and that a changed file does not pass.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractText } from 'unpdf';
import type { RecordId } from '../../domain/ids.ts';
import { verifyExport } from '../../resources/verify-export.mjs';
import { edit } from '../../tests/support/edits.ts';
import { JOB, NORTH, ORG, PEOPLE, PUMP_JOB, Rig, SCANNER, SOUTH, START } from '../../tests/support/hospital.ts';
import { idOfChange } from '../../tests/support/laptop.ts';
import { sha256 } from '../compose.ts';
import { auditKey, printOfKey } from './audit-key.ts';
import { NotExported } from './export-history.ts';
import { makeExport, seesAll, type Format } from './make-export.ts';

let rig: Rig;
const PRINT = (): string => printOfKey(auditKey(rig.storage.directory).publicKey);

beforeEach(async () => {
  rig = await new Rig().found();
  const [ana, ben] = [rig.laptop('ana'), rig.laptop('ben')];
  rig.now = START + 60_000;
  const first = ana.change([edit(JOB, 'workOrder.findings', { text: 'trocken, Müller ✓' })]);
  await rig.submit(first);
  rig.now = START + 120_000;
  const second = ben.change([
    {
      ...edit(JOB, 'workOrder.findings', { text: 'влажно' }),
      saw: { writer: idOfChange(first), canonical: null, archived: null },
    },
    edit(null, 'partLine.entry', { workOrder: JOB, name: 'Θερμόμετρο', quantity: 3, serial: '88-1402' }),
  ]);
  await rig.submit(second);
  rig.now = START + 180_000;
  const signed = {
    status: 'done',
    finished: START + 100_000,
    outcome: 'repaired',
    signedBy: PEOPLE.ana,
    signedAt: START + 150_000,
    signedMeaning: 'performed',
    signedDigest: 'ab'.repeat(32),
  };
  await rig.submit(ana.change([edit(JOB, 'workOrder.progress', signed)]));
  rig.now = START + 240_000;
});
afterEach(() => rig.close());

const make = (
  formats: readonly Format[],
  over: { id?: RecordId; kind?: 'record' | 'site'; from?: number; to?: number; sees?: (id: RecordId) => boolean } = {},
) =>
  makeExport(
    {
      storage: rig.storage,
      org: ORG,
      schema: rig.schema,
      sha256,
      key: auditKey(rig.storage.directory),
      clock: rig.clock,
      pause: () => Promise.resolve(),
    },
    {
      subject: { kind: over.kind ?? 'record', id: over.id ?? JOB },
      from: over.from ?? null,
      to: over.to ?? null,
      sees: over.sees ?? seesAll,
    },
    formats,
  );
const jsonl = async (over: Parameters<typeof make>[1] = {}): Promise<string> =>
  (await make(['jsonl'], over)).files.jsonl?.toString('utf8') ?? '';
const pdf = async (over: Parameters<typeof make>[1] = {}): Promise<string> => {
  const { files } = await make(['pdf'], over);
  const { text } = await extractText(new Uint8Array(files.pdf ?? Buffer.alloc(0)), { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
};
const positions = (text: string): readonly number[] => verifyExport(text).said.positions;

describe('an export as JSON Lines', () => {
  it('[A-1, A-2] passes the verifier that stands alone, and names its signer', async () => {
    const text = await jsonl();
    const { wrong, said, key } = verifyExport(text, PRINT());
    expect(wrong).toEqual([]);
    expect(said).toMatchObject({ organisation: 'Mercy', subject: { kind: 'record', id: JOB } });
    expect(said.checkpoint.position).toBe(rig.storage.head(ORG).position);
    expect(key).toBe(PRINT().replaceAll(' ', ''));
    expect(text).toContain('влажно');
  });

  it('[A-2] holds the record and what hangs on it, a device with its jobs, a site with all of it, and nothing else', async () => {
    const head = rig.storage.head(ORG).position;
    expect(positions(await jsonl())).toEqual([11, head - 2, head - 1, head]);
    expect(positions(await jsonl({ id: SCANNER }))).toEqual([9, 11, head - 2, head - 1, head]);
    expect(positions(await jsonl({ id: NORTH, kind: 'site' }))).toEqual([7, 9, 11, head - 2, head - 1, head]);
    expect(positions(await jsonl({ id: SOUTH, kind: 'site' }))).toEqual([8, 10, 12]);
    expect(positions(await jsonl({ from: START + 90_000, to: START + 150_000 }))).toEqual([head - 1]);
    expect(positions(await jsonl({ from: START + 900_000 }))).toEqual([]);
  });

  it('[A-2] one flipped bit, wherever it is in the file, does not pass', async () => {
    const bytes = Buffer.from(await jsonl(), 'utf8');
    let missed = 0;
    for (let at = 0; at < bytes.length; at += 7) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      if (verifyExport(flipped.toString('utf8'), PRINT()).wrong.length === 0) missed += 1;
    }
    expect(missed).toBe(0);
  });

  it('[A-2] a line left out, put in, moved or taken from another export does not pass', async () => {
    const [head = '', ...lines] = (await jsonl()).trimEnd().split('\n');
    const other = (await jsonl({ id: PUMP_JOB })).trimEnd().split('\n')[1] ?? '';
    const file = (of: readonly string[]): string => `${[head, ...of].join('\n')}\n`;
    expect(verifyExport(file(lines)).wrong).toEqual([]);
    expect(verifyExport(file(lines.slice(1))).wrong.join()).toMatch(/3 entries, 4 were signed/);
    expect(verifyExport(file([...lines, other])).wrong.length).toBeGreaterThan(0);
    expect(verifyExport(file(lines.with(1, other))).wrong.join()).toMatch(/stands where/);
    expect(verifyExport(file(lines.toReversed())).wrong.join()).toMatch(/stands where/);
  });

  it('[A-1, A-2] another key does not pass where one is asked for, nor entries that the log does not have', async () => {
    const text = await jsonl();
    const before = PRINT();
    rig.database.connection.exec("DELETE FROM secret WHERE name = 'auditKey'; DELETE FROM checkpoint");
    const foreign = await jsonl();
    expect(PRINT()).not.toBe(before);
    expect(verifyExport(foreign).wrong).toEqual([]);
    expect(verifyExport(foreign, before).wrong).toEqual(['it was signed by another key than the one you named']);
    expect(verifyExport(text, before).wrong).toEqual([]);
  });

  it('[A-2] a signer who makes up an entry is found by its path, although the file is signed', async () => {
    const [, ...lines] = (await jsonl()).trimEnd().split('\n');
    const forged = lines.map((l) => `${l.replace('влажно', 'сухо')}\n`).join('');
    const said = { ...verifyExport(await jsonl()).said, lines: sha256(forged) };
    const key = auditKey(rig.storage.directory);
    const text = JSON.stringify(said);
    const head = JSON.stringify({ said: text, key: key.publicKey, signature: key.sign(text) });
    const at = rig.storage.head(ORG).position - 1;
    expect(verifyExport(`${head}\n${forged}`).wrong).toEqual([`the entry at position ${at} is not the one in the log`]);
  });

  it('[A-2] what the reader may not see is withheld, and its place in the log still proved', async () => {
    const ana = rig.laptop('admin');
    await rig.submit(
      ana.change([
        edit(JOB, 'workOrder.findings', { text: 'both' }),
        edit(PUMP_JOB, 'workOrder.findings', { text: 'not for the north' }),
      ]),
    );
    const sees = (id: RecordId): boolean => rig.storage.record(ORG, id)?.site !== SOUTH;
    const text = await jsonl({ sees });
    expect(text).not.toContain('not for the north');
    expect(verifyExport(text).wrong).toEqual([]);
    expect(positions(text).at(-1)).toBe(rig.storage.head(ORG).position);
    expect(await pdf({ sees })).toMatch(/Withheld: it also touches records that the reader may not see/);
    expect(await jsonl()).toContain('not for the north');
  });

  it('[A-1] nothing is exported from a log that is not the one that was signed', async () => {
    await jsonl();
    rig.database.connection.exec("UPDATE log SET chain = unhex('00') WHERE pos = (SELECT max(pos) FROM log)");
    await expect(jsonl()).rejects.toThrow(NotExported);
  });
});

describe('an export as PDF', () => {
  it('[A-2] says who wrote what, what they had in view, when it was made and received, in any alphabet', async () => {
    const text = await pdf();
    expect(text).toContain('History artefact · CT scanner SN 4471');
    expect(text).toContain('Findings of artefact Ana, technician Wrote: trocken, Müller ✓');
    expect(text).toMatch(/Ben, technician Wrote: влажно Before: trocken, Müller ✓/);
    expect(text).toContain('Θερμόμετρο');
    expect(text).toMatch(
      /Made 2026-09-21 \d\d:\d\d:\d\d UTC, received 2026-09-21 \d\d:\d\d:\d\d UTC, 0\.0 s later, by link/,
    );
    expect(text).toContain('at the server');
    expect(text).toMatch(/page 1 of \d+/);
  });

  it('[A-2] names every signature: who, when, why, and whether what was signed still stands', async () => {
    const text = await pdf();
    expect(text).toMatch(
      /Signed by Ana When: 2026-09-21 .* UTC \(position \d+\) Meaning: I performed this work For: artefact · CT scanner SN 4471 Since then: Changed after signing: progress/,
    );
    expect(await pdf({ id: PUMP_JOB })).toContain('Nobody signed in this time.');
  });

  it('[A-1, A-2] ends with the checkpoint and the print of its key', async () => {
    const text = await pdf();
    const last = rig.storage.checkpoints.last(ORG);
    expect(text).toContain(last?.root ?? 'no root');
    expect(text).toContain(last?.chain ?? 'no chain');
    expect(text).toContain(PRINT());
  });

  it('[A-2] has as many pages as it needs, each with its number', async () => {
    const ana = rig.laptop('ana');
    await rig.submit(
      ...Array.from({ length: 60 }, (_, i) =>
        ana.change([edit(null, 'note.entry', { workOrder: JOB, text: `note ${i}` })]),
      ),
    );
    const text = await pdf();
    expect(text).toContain('note 59');
    const pages = Number(/page 1 of (\d+)/.exec(text)?.[1]);
    expect(pages).toBeGreaterThan(5);
    expect(text).toContain(`page ${pages} of ${pages}`);
  });
});
