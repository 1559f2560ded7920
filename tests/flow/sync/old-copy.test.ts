// A laptop whose profile was put back to an older copy: its sequences would be given twice (W-2).
import { cpSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeReplica } from '../../../main/replica/open.ts';
import { realTimers, TestConsole } from '../../support/console.ts';
import { JOB, ORG } from '../../support/hospital.ts';
import { changesInLog, copyOf, putBack } from '../../support/restored.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

const note = (console: TestConsole, text: string) =>
  console.save(null, 'note.entry', { workOrder: JOB, text }).changes[0]!;
const notesOf = (console: TestConsole): unknown[] =>
  console.replica.records.byParentIn
    .all(JOB, 'note')
    .map((r) => (JSON.parse(r.body) as { entry: { v: { text: string } } }).entry.v.text)
    .toSorted();
const open = (folder: string): TestConsole =>
  new TestConsole(team.rig, 'ana', { server: team.url, timers: realTimers(20) }, folder);
const epochOf = (console: TestConsole): number | undefined => console.replica.identity()?.epoch;

/** Closes in good order, so that the file is all there is, and copies it. */
async function put(console: TestConsole): Promise<string> {
  await console.engine.close();
  closeReplica(console.replica.db, `${console.folder}/replica.db`);
  team.consoles.splice(team.consoles.indexOf(console), 1);
  const copy = `${console.folder}-copy-${Math.random().toString(36).slice(2)}`;
  cpSync(console.folder, copy, { recursive: true });
  return copy;
}

function opened(folder: string): TestConsole {
  const console = open(folder);
  team.consoles.push(console);
  return console;
}

async function switchedOn(console: TestConsole): Promise<void> {
  console.engine.switchOn();
  await until('it is on', () => console.engine.state().name === 'live');
}

describe('[W-2] a replica restored from an old copy', () => {
  it('[W-2, SAVE-4] enters a new epoch before it sends anything, and no number is given twice', async () => {
    let ana = await team.join('ana');
    note(ana, 'one');
    await team.settled();
    const copy = await put(ana);
    ana = opened(ana.folder);
    ana.engine.switchOn();
    note(ana, 'two');
    note(ana, 'three');
    await team.settled();
    rmSync(await put(ana), { recursive: true });

    const old = opened(copy);
    await switchedOn(old);
    expect(epochOf(old)).toBe(2);
    const { device } = old.replica.identity()!;
    expect(note(old, 'four')).toBe(`${device}.2.1`);
    await team.settled();
    expect(notesOf(old)).toEqual(['four', 'one', 'three', 'two']);
    expect(team.rig.storage.directory.device(ORG, device)?.epoch).toBe(2);
    expect(team.logged.filter((l) => l.event === 'forked')).toEqual([]);
    old.engine.switchOff();
    await switchedOn(old);
    expect(epochOf(old)).toBe(2);
  });

  it('[W-2, Q-6] what was saved on the copy before it met the server arrives once, all of it', async () => {
    let ana = await team.join('ana');
    ana.engine.switchOff();
    note(ana, 'queued at the time of the copy');
    const copy = await put(ana);
    ana = opened(ana.folder);
    ana.engine.switchOn();
    note(ana, 'lost copy 2');
    note(ana, 'lost copy 3');
    await team.settled();
    rmSync(await put(ana), { recursive: true });

    const old = opened(copy);
    for (const n of [2, 3, 4, 5]) note(old, `mine ${n}`);
    await switchedOn(old);
    note(old, 'later');
    await team.settled();
    const all = ['later', 'lost copy 2', 'lost copy 3', 'mine 2', 'mine 3', 'mine 4', 'mine 5'];
    expect(notesOf(old)).toEqual([...all, 'queued at the time of the copy']);
    const log = changesInLog(team.rig);
    expect(new Set(log).size).toBe(log.length);
    expect(epochOf(old)).toBe(2);
  });

  it('[W-2] a copy that found itself out and one that was told of a fork never share an epoch', async () => {
    const ana = await team.join('ana');
    note(ana, 'one');
    await team.settled();
    const copy = await put(ana);
    const [one, two] = [opened(ana.folder), opened(copy)];
    note(one, 'one a');
    await switchedOn(one);
    await team.settled(one);
    for (const n of [1, 2, 3]) note(two, `two ${n}`);
    await switchedOn(two);
    await team.settled(two);
    expect(epochOf(two)).toBe(2);
    for (const n of [1, 2]) note(one, `one ${n}`);
    await until('it was told of the fork', () => epochOf(one) !== 1);
    note(one, 'one last');
    note(two, 'two last');
    await team.settled();
    expect(epochOf(one)).toBe(3);
    expect(epochOf(two)).toBe(2);
    const told = team.logged.filter((l) => l.event === 'forked').map((l) => l['epoch']);
    expect(new Set(told.slice(0, 1))).toEqual(new Set([2]));
    expect(new Set(told.slice(1))).toEqual(new Set([3]));
    const all = ['one', 'one 1', 'one 2', 'one a', 'one last', 'two 1', 'two 2', 'two 3', 'two last'];
    expect(notesOf(one)).toEqual(all);
    expect(notesOf(two)).toEqual(all);
  });

  it('[W-2, W-12] server and laptop both put back: what anybody still has arrives once', async () => {
    let ana = await team.join('ana');
    const ben = await team.join('ben', { timers: realTimers(20) });
    note(ana, 'yesterday');
    await team.settled();
    const copy = await put(ana);
    const server = copyOf(team.rig);
    ana = opened(ana.folder);
    ana.engine.switchOn();
    note(ana, 'lost for good');
    ana.save(JOB, 'workOrder.findings', { text: 'lost for good' });
    await team.settled();
    const bens = [note(ben, 'ben today')];
    await team.settled();
    rmSync(await put(ana), { recursive: true });
    ben.engine.switchOff();

    await putBack(team, server);
    const old = opened(copy);
    const mine = note(old, 'ana, on the copy');
    await Promise.all([switchedOn(old), switchedOn(ben)]);
    await team.settled();
    expect(notesOf(ben)).toEqual(['ana, on the copy', 'ben today', 'yesterday']);
    expect(changesInLog(team.rig).toSorted()).toEqual([mine, ...bens, `${mine.split('.')[0]}.1.1`].toSorted());
  });

  it('[W-2, W-12] a server that was restored takes up the epoch that a laptop proves, and grants it to nobody', async () => {
    const ana = await team.join('ana');
    note(ana, 'one');
    await team.settled();
    const server = copyOf(team.rig);
    const copy = await put(ana);
    const [one, two] = [opened(ana.folder), opened(copy)];
    await switchedOn(one);
    note(one, 'one a');
    await team.settled(one);
    one.engine.switchOff();
    await switchedOn(two);
    note(two, 'two');
    await team.settled(two);
    two.engine.switchOff();
    expect([epochOf(one), epochOf(two)]).toEqual([1, 2]);

    await putBack(team, server);
    const { directory } = team.rig.storage;
    const { device } = two.replica.identity()!;
    expect(directory.device(ORG, device)?.epoch).toBe(1);
    await switchedOn(two);
    expect(directory.device(ORG, device)?.epoch).toBe(2);
    expect(directory.grantEpoch(ORG, device)).toBeGreaterThan(2);
    await switchedOn(one);
    await team.settled();
    expect(notesOf(one)).toEqual(['one', 'one a', 'two']);
  });
});
