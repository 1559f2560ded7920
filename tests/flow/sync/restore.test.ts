// A server whose database was put back to an older copy while the laptops went on: today comes back from them (W-12).
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeId } from '../../../domain/ids.ts';
import { realTimers, TestConsole } from '../../support/console.ts';
import { cutDialer, type Verdict } from '../../support/cut.ts';
import { JOB, NORTH, ORG, SCANNER, type Who } from '../../support/hospital.ts';
import { causes, changesInLog, copyOf, putBack } from '../../support/restored.ts';
import { Team } from '../../support/team.ts';
import { turns, until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(async () => {
  // None of this makes an honest laptop look like a copied one (W-2).
  const copies = team.consoles.filter((c) => c.replica.identity()?.epoch !== 1).map((c) => c.who);
  if (copies.length > 0) throw new Error(`taken for copies: ${copies.join(', ')}`);
  await team.close();
});

const join = (who: Who): Promise<TestConsole> => team.join(who, { timers: realTimers(20) });
const note = (console: TestConsole, text: string): ChangeId =>
  console.save(null, 'note.entry', { workOrder: JOB, text }).changes[0]!;
const notesOf = (console: TestConsole): unknown[] =>
  console.replica.records.byParentIn
    .all(JOB, 'note')
    .map((r) => (JSON.parse(r.shown ?? r.body) as { entry: { v: { text: string } } }).entry.v.text)
    .toSorted();
const off = (...consoles: readonly TestConsole[]): void => consoles.forEach((c) => c.engine.switchOff());
const on = (...consoles: readonly TestConsole[]): void => consoles.forEach((c) => c.engine.switchOn());
/** The file is put back while nobody is connected; then they all come, and have said hello. */
async function restore(copy: string, ...consoles: readonly TestConsole[]): Promise<void> {
  off(...consoles);
  await putBack(team, copy);
  on(...consoles);
  for (const c of consoles) await until(`${c.who} is back`, () => c.engine.state().name === 'live');
}
/** Console and server count every change once. */
function expectOnce(...ids: readonly (ChangeId | undefined)[]): void {
  const log = changesInLog(team.rig);
  expect(log.toSorted()).toEqual([...new Set(log)].toSorted());
  for (const id of ids) expect(log).toContain(id);
}

/** The same laptop, its program started again. */
async function restarted(console: TestConsole): Promise<TestConsole> {
  await console.close();
  const again = new TestConsole(team.rig, console.who, { server: team.url, timers: realTimers(20) }, console.folder);
  team.consoles.splice(team.consoles.indexOf(console), 1, again);
  return again;
}

describe('[W-12] a server restored from yesterday', () => {
  it('[W-12] gets today back from the laptops, each change once and under its own id', async () => {
    const [ana, ben, maria] = [await join('ana'), await join('ben'), await join('maria')];
    const before = note(ana, 'yesterday');
    await team.settled();
    const yesterday = copyOf(team.rig);
    const today = [note(ana, 'ana today'), note(ben, 'ben today')];
    const found = ana.save(JOB, 'workOrder.findings', { text: 'cracked coil' }).changes[0];
    await team.settled();
    const after = ben.save(JOB, 'workOrder.findings', { text: 'cracked coil, replaced' }).changes[0];
    await team.settled();
    off(ana, ben, maria);
    today.push(note(ana, 'ana, offline'));

    await restore(yesterday, ana, ben, maria);
    await team.settled();

    expectOnce(before, ...today, found, after);
    expect(notesOf(maria)).toEqual(['ana today', 'ana, offline', 'ben today', 'yesterday']);
    expect(maria.shown(JOB)).toMatchObject({ findings: { v: { text: 'cracked coil, replaced' } } });
    expect(causes(team.rig)).toEqual(['founded', 'proved']);
    expect(team.logged.filter((l) => l.event.startsWith('the log was cut'))).toHaveLength(1);
  });

  it('[W-12, C-1] what saw a lost change counts as having seen it, whichever laptop comes first', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')];
    const yesterday = copyOf(team.rig);
    ana.save(JOB, 'workOrder.parts', { declared: 'none' });
    await team.settled();
    const second = ben.save(JOB, 'workOrder.parts', { declared: 'some' }).changes[0];
    await team.settled();
    off(ana, ben);
    await putBack(team, yesterday);
    on(ben);
    await until('it waits for what it builds on', () => ben.state(second) === 'waiting');
    on(ana);
    await team.settled();
    expect(ana.shown(JOB)).toMatchObject({ parts: { v: { declared: 'some' } } });
    expect(ana.shown(JOB)['parts']?.q).toBeUndefined();
  });

  it('[W-12] a console that only reads goes back too: what no laptop has any more, nobody shows', async () => {
    const [ana, maria] = [await join('ana'), await join('maria')];
    note(ana, 'yesterday');
    await team.settled();
    const yesterday = copyOf(team.rig);
    note(ana, 'lost with the laptop');
    ana.save(JOB, 'workOrder.findings', { text: 'lost as well' });
    await team.settled();
    await ana.close();
    team.consoles.splice(team.consoles.indexOf(ana), 1);

    await restore(yesterday, maria);
    await team.settled();

    expect(notesOf(maria)).toEqual(['yesterday']);
    expect(maria.shown(JOB)['findings']).toBeUndefined();
    expect(maria.replica.unseen.all.all()).toEqual([]);
  });

  it('[W-12, W-6] until the server has it again, work is on the screen and said to be saved here', async () => {
    const ana = await join('ana');
    const yesterday = copyOf(team.rig);
    const text = ana.save(JOB, 'workOrder.findings', { text: 'mine' }).changes[0];
    const job = ana.save(null, 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH });
    await team.settled();
    await ana.close();
    await putBack(team, yesterday);
    let pass: Verdict = 'lose';
    const dialer = cutDialer(team.url, (kind) => (kind === 'push' ? pass : 'pass'));
    const cut = new TestConsole(team.rig, 'ana', { server: team.url, timers: realTimers(20), dialer }, ana.folder);
    team.consoles.splice(team.consoles.indexOf(ana), 1, cut);
    on(cut);
    await until('it went back', () => cut.logged.some((l) => l.event.startsWith('the server was restored')));
    await until('everything was read again', () => cut.replica.readMeta('incomplete') === null);
    expect([cut.state(text), cut.state(job.changes[0])]).toEqual(['queued', 'queued']);
    expect(cut.shown(JOB)).toMatchObject({ findings: { v: { text: 'mine' } } });
    expect(cut.canonical(JOB)['findings']).toBeUndefined();
    expect(cut.shown(job.records[0]!)).toMatchObject({ request: { v: { title: 'new' } } });
    pass = 'pass';
    off(cut);
    on(cut);
    await team.settled();
    expectOnce(text, ...job.changes);
  });

  it('[W-12, Q-1] nothing overtakes what it builds on, though that had settled when it was made', async () => {
    const ana = await join('ana');
    const yesterday = copyOf(team.rig);
    const job = ana.save(null, 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH });
    await team.settled();
    const part = ana.save(null, 'partLine.entry', { workOrder: job.records[0]!, name: 'coil', quantity: 1 });
    await team.settled();
    off(ana);
    const done = ana.save(job.records[0]!, 'workOrder.progress', { status: 'done' });
    await restore(yesterday, ana);
    await team.settled();
    const log = changesInLog(team.rig);
    const at = (id: ChangeId | undefined): number => log.indexOf(String(id));
    expect(at(job.changes[0])).toBeGreaterThanOrEqual(0);
    expect(at(job.changes[0])).toBeLessThan(at(part.changes[0]));
    expect(at(job.changes[0])).toBeLessThan(at(done.changes[0]));
    const waited = team.rig.storage
      .log(ORG, 0 as never, 1_000)
      .some((e) => JSON.stringify(e.outcome).includes('waiting'));
    expect(waited).toBe(false);
    expectOnce(...job.changes, ...part.changes, ...done.changes);
  });

  it('[W-12] the copy worked for a while before anybody could tell', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')];
    note(ben, 'both have this');
    await team.settled();
    const yesterday = copyOf(team.rig);
    off(ben);
    const lost = Array.from({ length: 6 }, (_, i) => note(ana, `ana ${i}`));
    await team.settled(ana);
    off(ana);

    await putBack(team, yesterday);
    on(ben);
    const later = Array.from({ length: 9 }, (_, i) => note(ben, `ben ${i}`));
    await team.settled(ben);
    expect(causes(team.rig)).toEqual(['founded']);
    on(ana);
    await team.settled();
    expect(causes(team.rig)).toEqual(['founded', 'proved']);
    expectOnce(...lost, ...later);
    expect(notesOf(ben)).toHaveLength(16);
    // Ben was connected when it began: he takes nothing more before he has said hello to it.
    expect(ben.logged.map((l) => l.event)).toContain('another incarnation of the log');
    expect(ben.replica.readMeta('incarnation')).toBe(team.rig.storage.head(ORG).incarnation);
  });

  it('[W-12] restored twice, the second time to before the first', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')];
    const first = copyOf(team.rig);
    const ids = [note(ana, 'one')];
    await team.settled();
    const second = copyOf(team.rig);
    ids.push(note(ben, 'two'));
    await team.settled();
    await restore(second, ana, ben);
    ids.push(note(ana, 'three'));
    await team.settled();
    await restore(first, ana, ben);
    await team.settled();
    expectOnce(...ids);
    expect(causes(team.rig)).toEqual(['founded', 'proved']);
    await restore(second, ana, ben);
    await team.settled();
    expectOnce(...ids);
    expect(notesOf(ben)).toEqual(['one', 'three', 'two']);
  });

  it('[W-12, W-6] an outcome that was heard and never seen back is not called synced for somebody else’s work', async () => {
    let lose = false;
    const dialer = cutDialer(team.url, (kind) => (lose && kind === 'delta' ? 'cut' : 'pass'));
    const ana = await team.join('ana', { timers: realTimers(20), dialer });
    const ben = await join('ben');
    await team.settled();
    const yesterday = copyOf(team.rig);
    off(ben);
    lose = true;
    const mine = ana.save(JOB, 'workOrder.findings', { text: 'mine' }).changes[0];
    await until('its outcome was heard', () => ana.state(mine) === 'confirming');
    off(ana);
    lose = false;
    await putBack(team, yesterday);
    on(ben);
    ben.save(JOB, 'workOrder.progress', { status: 'started' });
    await team.settled(ben);
    on(ana);
    await team.settled();
    expectOnce(mine);
    expect(ben.shown(JOB)).toMatchObject({ findings: { v: { text: 'mine' } } });
  });
});

describe('[W-12, Q-6] a console that dies while it goes back', () => {
  it('[Q-6, W-12] in the middle of the transaction: nothing has happened, and it happens at the next hello', async () => {
    const ana = await join('ana');
    const yesterday = copyOf(team.rig);
    const ids = [note(ana, 'one'), note(ana, 'two')];
    await team.settled();
    off(ana);
    await putBack(team, yesterday);
    const { db } = ana.replica;
    db.exec("CREATE TRIGGER dies BEFORE DELETE ON log_mark BEGIN SELECT RAISE(ABORT, 'power cut'); END");
    const before = ana.replica.changes.forLedger.all();
    on(ana);
    await until('it could not', () => ana.logged.some((l) => l.event === 'could not go back'));
    off(ana);
    expect(ana.replica.changes.forLedger.all()).toEqual(before);
    expect(ids.map((id) => ana.state(id))).toEqual(['settled', 'settled']);
    db.exec('DROP TRIGGER dies');
    on(await restarted(ana));
    await team.settled();
    expectOnce(...ids);
  });

  it('[Q-6, W-12] while it reads again: it goes on where it was', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')];
    note(ben, 'yesterday');
    await team.settled();
    const yesterday = copyOf(team.rig);
    const mine = note(ana, 'mine');
    note(ben, 'lost');
    await team.settled();
    await ben.close();
    off(ana);
    await ana.close();
    team.consoles.length = 0;
    await putBack(team, yesterday);
    const dialer = cutDialer(team.url, (kind) => (kind === 'delta' ? 'cut' : 'pass'));
    const dying = new TestConsole(team.rig, 'ana', { server: team.url, timers: realTimers(20), dialer }, ana.folder);
    team.consoles.push(dying);
    on(dying);
    await until('it went back', () => dying.logged.some((l) => l.event.startsWith('the server was restored')));
    expect(dying.replica.cursor()).toBe(0);
    expect(notesOf(dying)).toEqual(['lost', 'mine', 'yesterday']);
    const again = await restarted(dying);
    on(again);
    await team.settled();
    expectOnce(mine);
    expect(notesOf(again)).toEqual(['mine', 'yesterday']);
  });
});

describe('[Q-4, W-12] what is let go of, and when', () => {
  it('[Q-4, W-12] settled work stays on the laptop until a backup covers it; then the backup has it', async () => {
    const ana = await join('ana');
    const ids = [note(ana, 'one'), note(ana, 'two'), note(ana, 'three')];
    await team.settled();
    const backup = copyOf(team.rig);
    const position = team.head();
    const kept = (): number => ana.replica.kept.slice.all(0, 0, 100).length;
    const letGo = (): boolean => ana.logged.some((l) => l.event === 'let go of settled work');
    await restore(backup, ana);
    await turns(200);
    expect(kept()).toBe(3);
    const after = note(ana, 'after the backup');
    await team.settled();
    team.rig.storage.incarnations.covered(ORG, position as never);
    off(ana);
    on(ana);
    await until('it let go', letGo);
    expect(ids.map((id) => ana.replica.changes.byKey.get(1, Number(id.split('.')[2])))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(ana.state(after)).toBe('settled');
    await restore(backup, ana);
    const last = note(ana, 'last');
    await team.settled();
    expectOnce(...ids, after, last);
    expect(notesOf(ana)).toEqual(['after the backup', 'last', 'one', 'three', 'two']);
  });
});
