/** The re-open rate on its way (STAT-1, STAT-2): counted on one laptop, carried in the background lane, seen by a lead. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleCoreImpl } from '../../../main/console-core.ts';
import { ReopenWatch } from '../../../main/stats/reopen-watch.ts';
import { ConsoleFault } from '../../../protocol/ipc/fault.ts';
import type { TestConsole } from '../../support/console.ts';
import { coreOf } from '../../support/core.ts';
import { JOB, NORTH, PEOPLE, PUMP_JOB, SCANNER } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';

const START = Date.UTC(2026, 10, 20, 9);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let team: Team;
let ana: TestConsole;
let lena: TestConsole;
let lead: ConsoleCoreImpl;
let now = START;

/** On Ana's laptop, by a clock that the test sets. */
function watchOn(console: TestConsole, version = '1.0.0'): ReopenWatch {
  return new ReopenWatch({
    replica: console.replica,
    engine: console.engine,
    zone: () => 0,
    timers: { now: () => now, after: () => () => {} },
    options: { version, log: (line) => void console.logged.push({ event: 'watch', ...line }) },
  });
}

beforeEach(async () => {
  now = START;
  team = await new Team().start();
  [ana, lena] = await Promise.all([team.join('ana'), team.join('lena')]);
  lead = coreOf(lena);
});
afterEach(async () => {
  lead.stop();
  await team.close();
});

const reports = (console: TestConsole): readonly string[] =>
  console.replica.db
    .prepare<[], string>("SELECT coalesce(shown, body) FROM record WHERE collection = 'visitStat' ORDER BY id")
    .pluck()
    .all()
    .map((body) => JSON.parse(body) as { entry: { v: { kind: string; saves: number; reopened: number } } })
    .map(({ entry: { v } }) => `${v.kind} ${v.reopened}/${v.saves}`);

function findings(watch: ReopenWatch, text: string): void {
  watch.saved({ ...ana.save(JOB, 'workOrder.findings', { text }), savedAt: now });
}
function look(watch: ReopenWatch, edited = false): void {
  watch.opened(JOB);
  watch.left(JOB, edited);
}

describe('[STAT-1] what is counted', () => {
  it('[STAT-1] a save that is opened again within ten minutes and left as it was; once, and not when edited or later', () => {
    const watch = watchOn(ana);
    findings(watch, 'dry');
    look(watch);
    expect(reports(ana)).toEqual(['reopened 1/1']);
    look(watch);
    findings(watch, 'wet');
    look(watch, true);
    now += 10 * MINUTE + 1;
    look(watch);
    expect(reports(ana)).toEqual(['reopened 1/1']);
    findings(watch, 'damp');
    look(watch);
    expect(reports(ana)).toEqual(['reopened 1/1', 'reopened 2/3']);
  });

  it('[STAT-1] a save while it is open again is an edit; a device and what hangs on a visit count as pages', () => {
    const watch = watchOn(ana);
    watch.saved({ ...ana.save(null, 'note.entry', { workOrder: JOB, text: 'x' }), savedAt: now });
    watch.opened(JOB);
    findings(watch, 'dry');
    watch.left(JOB, false);
    expect(reports(ana)).toEqual([]);
    watch.saved({ ...ana.save(SCANNER, 'equipment.condition', { state: 'restricted' }), savedAt: now });
    watch.opened(SCANNER);
    watch.left(SCANNER, false);
    watch.opened(PUMP_JOB);
    watch.left(PUMP_JOB, false);
    expect(reports(ana)).toEqual(['reopened 1/3']);
  });

  it('[STAT-1] counting goes on after a restart, and a day that is over is told of once', () => {
    const before = watchOn(ana);
    findings(before, 'dry');
    before.note();
    const after = watchOn(ana);
    look(after);
    findings(after, 'wet');
    after.note();
    now += DAY;
    watchOn(ana).closeDay();
    watchOn(ana).closeDay();
    expect(reports(ana)).toEqual(['reopened 1/1', 'day 1/2']);
  });

  it('[STAT-1] a disk that has failed is left alone, and nobody is stopped by it', () => {
    const watch = watchOn(ana);
    findings(watch, 'dry');
    ana.replica.disk.judge(Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' }));
    expect(ana.replica.disk.fault()).not.toBe(null);
    look(watch);
    watch.closeDay();
    expect(ana.logged.filter((line) => line.event === 'watch')).toEqual([]);
  });
});

describe('[STAT-2] how it travels', () => {
  it('[STAT-2] in the background lane, without a word on any label, and named apart from the work', async () => {
    const core = coreOf(ana);
    const watch = watchOn(ana);
    findings(watch, 'dry');
    await team.settled();
    ana.engine.switchOff();
    look(watch);
    expect(core.visit(JOB)?.job.label.text).toBe('Synced');
    expect(core.workList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 9 }).rows[0]?.label.text).toBe(
      'Synced',
    );
    const { waiting, queue } = core.sync();
    expect(waiting.lanes.map((lane) => [lane.lane, lane.count])).toEqual([
      ['critical', 0],
      ['normal', 0],
      ['background', 1],
    ]);
    expect(queue.map((item) => item.title)).toEqual(['Statistic · re-open rate, 2026-11-20']);
    core.stop();
  });

  it('[STAT-2] archiving a visit does not see it: nobody is asked about a statistic', async () => {
    const core = coreOf(lena);
    const watch = watchOn(ana);
    findings(watch, 'dry');
    await team.settled();
    ana.engine.switchOff();
    look(watch);
    core.archive({ id: JOB, reason: 'double', archived: true });
    await team.settled(lena);
    ana.engine.switchOn();
    await team.settled();
    expect(core.visit(JOB)?.job.label.text).toBe('Synced');
    core.stop();
  });

  it('[STAT-1] a lead of the site sees it, with the release; a technician and another site do not', async () => {
    const cid = await team.join('cid');
    findings(watchOn(ana), 'dry');
    const watch = watchOn(ana);
    findings(watch, 'dry');
    look(watch);
    now += DAY;
    const newer = watchOn(ana, '1.1.0');
    findings(newer, 'wet');
    findings(newer, 'damp');
    look(newer);
    await team.settled();
    expect(
      lena.replica.db
        .prepare<[], string>("SELECT DISTINCT site FROM record WHERE collection = 'visitStat'")
        .pluck()
        .all(),
    ).toEqual([NORTH]);
    expect(reports(cid)).toEqual([]);
    const days = Math.ceil(Math.abs(Date.now() - START) / DAY) + 3;
    const seen = lead.team({ days });
    expect(seen.people).toEqual([{ id: PEOPLE.ana, name: 'Ana' }]);
    expect(seen.days).toEqual([
      { person: PEOPLE.ana, day: '2026-11-20', saves: 1, reopened: 1 },
      { person: PEOPLE.ana, day: '2026-11-21', saves: 2, reopened: 1 },
    ]);
    expect(seen.releases).toEqual([{ day: '2026-11-21', app: '1.1.0' }]);
    const technician = coreOf(ana);
    expect(() => technician.team({ days })).toThrow(ConsoleFault);
    technician.stop();
  });
});
