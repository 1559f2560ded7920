/** A history read and exported over a real link, and laptops as witnesses of what the server signed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleCoreImpl } from '../../../main/console-core.ts';
import { witnessed } from '../../../main/sync/keep-witness.ts';
import { ConsoleFault } from '../../../protocol/ipc/fault.ts';
import { verifyExport } from '../../../resources/verify-export.mjs';
import { auditKey, printOfKey } from '../../../server/audit/audit-key.ts';
import { verify } from '../../../server/admin/verify.ts';
import { digest48, sha256 } from '../../../server/compose.ts';
import type { TestConsole } from '../../support/console.ts';
import { coreOf } from '../../support/core.ts';
import { JOB, ORG, PUMP_JOB, SCANNER } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';

let team: Team;
let ana: TestConsole;
let core: ConsoleCoreImpl;
beforeEach(async () => {
  team = await new Team().start();
  ana = await team.join('ana');
  core = coreOf(ana);
});
afterEach(async () => {
  core.stop();
  await team.close();
});

const everything = { from: null, to: null } as const;
const wordsOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'no fault';
  } catch (error) {
    return error instanceof ConsoleFault ? error.fault.words : String(error);
  }
};
const textOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

describe('a history as a file', () => {
  it('[A-2] comes whole over the link, in parts, and passes the verifier that stands alone', async () => {
    const long = 'dry as dust '.repeat(900);
    for (let i = 0; i < 30; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: `${i} ${long}` });
    await team.settled();
    const file = await core.exportHistory({ id: JOB, format: 'jsonl', ...everything });
    expect(file.base64.length).toBeGreaterThan(300_000);
    expect(file.name).toMatch(/^holdfast-history-artefact-ct-scanner-sn-4471-\d{4}-\d\d-\d\d\.jsonl$/);
    const print = printOfKey(auditKey(team.rig.storage.directory).publicKey);
    const { wrong, said } = verifyExport(textOf(file.base64), print);
    expect(wrong).toEqual([]);
    expect(said.positions.length).toBe(31);
    const pdf = await core.exportHistory({ id: SCANNER, format: 'pdf', ...everything });
    expect(textOf(pdf.base64).slice(0, 5)).toBe('%PDF-');
  });

  it('[A-2] without a link it says so in words; with the link gone in the middle as well', async () => {
    ana.engine.switchOff();
    expect(await wordsOf(core.exportHistory({ id: JOB, format: 'pdf', ...everything }))).toMatch(
      /^There is no link to the server now\. The server makes the file/,
    );
    ana.engine.switchOn();
    await expect.poll(() => ana.engine.known.evidence.hello).toBe('welcome');
    const under = core.exportHistory({ id: JOB, format: 'jsonl', ...everything });
    ana.engine.switchOff();
    expect(await wordsOf(under)).toMatch(/^The link went before the file was here/);
  });

  it('[A-2, H-1] of a record that the person may not see there is none, and no word about it', async () => {
    const words = 'The server has no such record for you.';
    expect(await wordsOf(core.exportHistory({ id: PUMP_JOB, format: 'jsonl', ...everything }))).toBe(words);
  });

  it('[A-1] laptops keep the checkpoints that they were told at hellos, and hold the server to them', async () => {
    expect(witnessed(ana.replica)).toEqual([]);
    await core.exportHistory({ id: JOB, format: 'jsonl', ...everything });
    ana.engine.reconnect();
    await team.caughtUp();
    await expect.poll(() => witnessed(ana.replica).length).toBe(1);
    ana.engine.reconnect();
    await team.caughtUp();
    const kept = witnessed(ana.replica);
    expect(kept.map((c) => c.position)).toEqual([team.head()]);
    const { storage, database } = team.rig;
    database.connection.exec('DELETE FROM checkpoint');
    const look = () =>
      verify({
        storage,
        org: ORG,
        sha256,
        digest: digest48,
        witnesses: kept.map((c) => ({ ...c, position: c.position as never })),
        progress: () => undefined,
      });
    expect(look().problems).toEqual([]);
    database.connection.exec("UPDATE log SET chain = unhex(replace(hex(chain), 'A', 'B')) WHERE pos = 12");
    expect(look().findings.map((f) => f.kind)).toContain('altered');
  });

  it('[A-1] a server that stops signs what there is', async () => {
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    const { storage } = team.rig;
    await team.stop();
    expect(storage.checkpoints.last(ORG)?.position).toBe(team.head());
  });
});

describe('a history on the screen', () => {
  it('[A-2] says what its author had in view where another value stood, and by which path it came', async () => {
    const ben = await team.join('ben');
    ana.save(JOB, 'workOrder.assignment', { technician: null });
    await team.settled();
    const seen = ben.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    ben.engine.switchOff();
    ben.save(JOB, 'workOrder.findings', { text: 'damp' });
    ana.save(JOB, 'workOrder.findings', { text: 'wet' });
    await team.settled(ana);
    ben.engine.switchOn();
    await team.settled();
    expect(seen.changes).toHaveLength(1);
    const story = await core.history(JOB);
    const damp = story?.entries.find((e) => e.after === 'damp');
    expect(damp).toMatchObject({ saw: 'dry', before: 'wet', path: 'by link', person: 'Ben' });
    expect(damp?.question).not.toBeNull();
    expect(story?.entries.find((e) => e.group === 'request')?.path).toBe('at the server');
  });

  it('[A-2] comes in pages from the newest on, narrowed to a person or a part', async () => {
    for (let i = 0; i < 5; i++) ana.save(JOB, 'workOrder.findings', { text: `look ${i}` });
    ana.save(null, 'note.entry', { workOrder: JOB, text: 'mine' });
    await team.settled();
    const all = { person: null, part: null };
    const first = await core.history(JOB, { skip: 0, limit: 3, ...all });
    expect(first?.entries.map((e) => e.after)).toEqual(['look 3', 'look 4', 'mine']);
    expect(first).toMatchObject({ total: 7, found: 7, complete: true, people: ['Ada Admin', 'Ana'] });
    const last = await core.history(JOB, { skip: 6, limit: 3, ...all });
    expect(last?.entries).toHaveLength(1);
    const narrowed = await core.history(JOB, { skip: 0, limit: 2, person: 'Ana', part: 'Findings' });
    expect(narrowed).toMatchObject({ total: 7, found: 5 });
    expect(narrowed?.entries.map((e) => e.after)).toEqual(['look 3', 'look 4']);
  });
});
