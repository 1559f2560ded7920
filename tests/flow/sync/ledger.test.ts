/** The books of both ends (L-1): they balance after everything that the rules may do, and notice what is missing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitSave } from '../../../main/replica/commit-change.ts';
import { resendHeld } from '../../../main/verbs/held.ts';
import { answer, undoAnswer } from '../../../main/verbs/save.ts';
import { runCommandLine } from '../../../server/cli/run.ts';
import { expectBooks } from '../../support/books.ts';
import type { TestConsole } from '../../support/console.ts';
import { coreOf } from '../../support/core.ts';
import { edit, saw } from '../../support/edits.ts';
import { JOB, NORTH, SCANNER } from '../../support/hospital.ts';
import { onlyQuestion } from '../../support/questions.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

const note = (text: string) => ({ workOrder: JOB, text });

/** Asks now, and gives what the console knows afterwards. */
async function compared(console: TestConsole) {
  const before = console.replica.readMeta('comparedBooks');
  await until('it asked', () => console.engine.state().name === 'live');
  expect(await console.engine.ledger.ask()).toBe(true);
  await until('the answer is here', () => console.replica.readMeta('comparedBooks') !== null);
  await until('it is a new one', () => console.replica.readMeta('comparedBooks')?.at !== before?.at);
  return console.replica.readMeta('comparedBooks')!;
}

async function command(): Promise<{ code: number; out: string }> {
  let out = '';
  team.rig.storage.close();
  const code = await runCommandLine(['ledger', '--json', '--db', `sqlite:${team.rig.file()}`], {
    out: (text) => void (out += text),
    err: (text) => void (out += text),
  });
  return { code, out };
}

/** Two clashing saves, in the order given; the second one asks a question. */
async function clash(first: TestConsole, second: TestConsole) {
  first.engine.switchOff();
  second.engine.switchOff();
  const saved = [first, second].map((c) => c.save(JOB, 'workOrder.findings', { text: c.who }));
  for (const c of [first, second]) {
    c.engine.switchOn();
    await team.settled(c);
  }
  await team.settled();
  return { saved, question: onlyQuestion(team.rig, JOB) };
}

describe('[L-1] no false alarm', () => {
  it('[L-1, C-3] a rule set an applied edit aside later: the server is right about that', async () => {
    const [ana, lena] = await Promise.all([team.join('ana'), team.join('lena')]);
    lena.engine.switchOff();
    lena.save(JOB, 'workOrder.assignment', { scheduled: 2 });
    ana.save(JOB, 'workOrder.assignment', { scheduled: 1 });
    await team.settled(ana);
    lena.engine.switchOn();
    await team.settled();
    expect(await compared(ana)).toMatchObject({ differences: [], server: { applied: 0, superseded: 1 } });
    expect(coreOf(ana).sync().ledger).toMatchObject({ made: 1, applied: 1, server: { agrees: true, superseded: 1 } });
  });

  it('[L-1, C-5, C-6] asked, answered, and the answer taken back', async () => {
    const [ana, ben, maria] = await Promise.all([team.join('ana'), team.join('ben'), team.join('maria')]);
    const { saved, question } = await clash(ana, ben);
    const [kept, other] = saved.map((s) => s.changes[0]!);
    const said = answer(maria.replica, maria.author(), {
      question: question.id,
      side: other!,
      against: [kept!],
      reason: null,
    });
    maria.engine.wake();
    await team.settled();
    expect((await compared(ana)).server).toMatchObject({ superseded: 1 });
    undoAnswer(maria.replica, maria.author(), { question: question.id, answer: said.changes[0]! });
    maria.engine.wake();
    await team.settled();
    for (const c of [ana, ben, maria]) expect((await compared(c)).differences).toEqual([]);
  });

  it('[L-1, Q-5, W-4] held, held with it, sent again, waiting and gone on', async () => {
    const [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
    ana.engine.switchOff();
    const wrong = commitSave(ana.replica, ana.author(), [
      { ...edit(null, 'workOrder.request', { title: null, equipment: SCANNER, site: NORTH }), saw: saw(null) },
    ]);
    ana.save(null, 'note.entry', { workOrder: wrong.records[0]!, text: 'hangs on it' });
    ana.save(null, 'note.entry', note('aside'));
    ana.engine.switchOn();
    await until('the rest has settled', () => ana.open() === 2);
    expect((await compared(ana)).server).toMatchObject({ applied: 1, refused: 1 });
    resendHeld(ana.replica, ana.author(), 1);
    ana.engine.wake();
    await until('it is held again', () => ana.state(wrong.changes[0]) === 'replaced' && ana.open() === 2);
    expect((await compared(ana)).differences).toEqual([]);
    ben.engine.switchOff();
    const job = ben.save(null, 'workOrder.request', { title: 'by hub', equipment: SCANNER, site: NORTH });
    const early = commitSave(ana.replica, ana.author(), [
      { ...edit(null, 'note.entry', { workOrder: job.records[0]!, text: 'early' }), saw: saw(null) },
    ]);
    ana.engine.wake();
    await until('it waits', () => ana.state(early.changes[0]) === 'waiting');
    // The one that was held with the refused one stood in the same batch: it waits at the server as well.
    expect((await compared(ana)).server).toMatchObject({ waiting: 2 });
    ben.engine.switchOn();
    await team.settled(ben);
    await until('it went on', () => ana.state(early.changes[0]) === 'settled');
    await expectBooks(team.rig, ana, ben);
    expect((await compared(ana)).differences).toEqual([]);
    expect(await command()).toMatchObject({ code: 0 });
  });
});

describe('[L-1] the alarm', () => {
  it('[L-1] a change that is gone from the laptop: said on its screen, logged, counted, and seen by the lead', async () => {
    const ana = await team.join('ana');
    ana.save(null, 'note.entry', note('one'));
    ana.save(null, 'note.entry', note('two'));
    await team.settled();
    ana.replica.db.exec("DELETE FROM change WHERE edits LIKE '%one%'");
    expect(await compared(ana)).toMatchObject({ differences: [{ kind: 'unknownToLaptop', edits: 1, epoch: 1 }] });
    expect(coreOf(ana).sync().ledger.server).toMatchObject({
      agrees: false,
      says: [expect.stringMatching(/The server has 1 edit under this laptop’s name/) as string],
    });
    expect(team.logged).toContainEqual(
      expect.objectContaining({
        event: 'ledger differs',
        kind: 'unknownToLaptop',
        device: ana.replica.identity()?.device,
      }),
    );
    const metrics = await (await fetch(`${team.url}/metrics`)).text();
    expect(metrics).toContain('holdfast_ledger_differences_total{kind="unknownToLaptop"} 1');
    const { code, out } = await command();
    expect(code).toBe(1);
    expect(out).toContain('that this laptop does not know');
  });

  it('[L-1] a row that is gone from the server is found by the recount, and by the laptop once the books are mended', async () => {
    const ana = await team.join('ana');
    ana.save(null, 'note.entry', note('one'));
    ana.save(null, 'note.entry', note('two'));
    await team.settled();
    const { device } = ana.replica.identity()!;
    team.rig.database.connection.exec(`DELETE FROM receipt WHERE device = ${device} AND seq = 1`);
    team.rig.database.connection.exec(`UPDATE tally SET edits = edits - 1 WHERE device = ${device}`);
    expect((await compared(ana)).differences).toEqual([{ kind: 'missingAtServer', edits: 1, epoch: 1 }]);
    team.rig.database.connection.exec(`UPDATE tally SET edits = edits + 1 WHERE device = ${device}`);
    expect((await compared(ana)).differences).toEqual([]);
    const { code, out } = await command();
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      devices: [{ device, problems: [expect.stringContaining('kept applied 2, found 1') as string] }],
    });
  });
});
