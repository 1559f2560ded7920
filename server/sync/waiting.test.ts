import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import { edit, saw } from '../../tests/support/edits.ts';
import { JOB, NORTH, ORG, Rig, SCANNER } from '../../tests/support/hospital.ts';
import { idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';
import { sidesOn } from '../../tests/support/questions.ts';

const WAIT_MS = 1_000;
let rig: Rig;
let ana: Laptop;
let ben: Laptop;
beforeEach(async () => {
  rig = await new Rig({ waitMs: WAIT_MS }).found();
  ana = rig.laptop('ana');
  ben = rig.laptop('ben');
});
afterEach(() => rig.close());

const applied = [{ kind: 'applied' }];
const waitsFor = (change: Change) => [{ kind: 'waiting', forChange: idOfChange(change) }];
const newJob = (by: Laptop): Change =>
  by.change([edit(null, 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH })]);
const findings = (text: string, seen = saw(null)) => edit(JOB, 'workOrder.findings', { text }, seen);

describe('[W-4] a change that builds on one which has not arrived', () => {
  it('[W-4] waits for the creation of its record, and goes on in the moment that arrives', async () => {
    const job = newJob(ana);
    const work = ben.change([edit(recordOf(job), 'workOrder.findings', { text: 'dry' })]);
    expect(await rig.outcome(work)).toEqual(waitsFor(job));
    expect(await rig.outcome(work)).toEqual(waitsFor(job));
    expect(rig.storage.record(ORG, recordOf(job))).toBeUndefined();
    await rig.submit(job);
    expect(await rig.outcome(work)).toEqual(applied);
    expect(rig.body(recordOf(job))['findings']?.v).toEqual({ text: 'dry' });
  });

  it('[W-4] waits for its parent, and a whole chain is released in order', async () => {
    const job = newJob(ana);
    const line = ben.change([edit(null, 'partLine.entry', { workOrder: recordOf(job), name: 'coil', quantity: 1 })]);
    const strike = rig.laptop('lena').change([
      {
        ...edit(recordOf(line), 'partLine.archived', { archived: true }),
        archive: { groups: { entry: idOfChange(line) }, children: [] },
      },
    ]);
    expect(await rig.outcome(strike)).toEqual(waitsFor(line));
    expect(await rig.outcome(line)).toEqual(waitsFor(job));
    await rig.submit(job);
    expect(await rig.outcome(line)).toEqual(applied);
    expect(await rig.outcome(strike)).toEqual(applied);
    expect(rig.body(recordOf(line))['archived']?.v['archived']).toBe(true);
  });

  it('[W-4] waits for what it saw: then it is clean, although it came first', async () => {
    const first = ana.change([findings('dry')]);
    const second = ben.change([findings('dry, cleaned', saw(idOfChange(first)))]);
    expect(await rig.outcome(second)).toEqual(waitsFor(first));
    await rig.submit(first);
    expect(await rig.outcome(second)).toEqual(applied);
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'dry, cleaned' });
    expect(sidesOn(rig, JOB)).toEqual([]);
  });

  it('[W-4, W-3] is answered as it stands after the commit: what arrived in the same group has let it go', async () => {
    const job = newJob(ana);
    const work = ben.change([edit(recordOf(job), 'workOrder.findings', { text: 'dry' })]);
    const [first, second] = await Promise.all([rig.outcome(work), rig.outcome(job)]);
    expect(second).toEqual(applied);
    expect(first).toEqual(applied);
  });

  it('[W-4, L-1] waits first for one and then for another: counted once, however often it is taken up', async () => {
    const jobs = [newJob(ana), newJob(ana)];
    const both = ben.change(jobs.map((j) => edit(recordOf(j), 'workOrder.findings', { text: 'dry' })));
    await rig.submit(both);
    expect(await rig.outcome(both)).toEqual([...waitsFor(jobs[0] as Change), ...waitsFor(jobs[0] as Change)]);
    await rig.submit(...jobs);
    expect(await rig.outcome(both)).toEqual([...applied, ...applied]);
    const [books] = rig.storage.ledger.tallies(ORG, ben.device);
    expect(books?.tally).toMatchObject({ applied: 2, waiting: 0 });
  });

  it('[W-4] counts as seen, and survives a restart', async () => {
    const first = ana.change([findings('dry')]);
    const second = ben.change([findings('wet', saw(idOfChange(first)))]);
    await rig.submit(second);
    expect(rig.storage.seen(ORG, ben.device, 1)).toMatchObject({ highWater: 1 });
    rig.reopen();
    expect(await rig.outcome(second)).toEqual(waitsFor(first));
    await rig.submit(first);
    expect(await rig.outcome(second)).toEqual(applied);
  });
});

describe('[W-4] when the waiting comes to its end', () => {
  it('[W-4] an edit is judged by the canonical writer beneath what it saw', async () => {
    const base = ana.change([findings('dry')]);
    await rig.submit(base);
    const lost = ana.change([findings('damp', saw(idOfChange(base)))]);
    const onTop = ben.change([
      findings('wet', { writer: idOfChange(lost), canonical: idOfChange(base), archived: null }),
    ]);
    expect(await rig.outcome(onTop)).toEqual(waitsFor(lost));
    expect(await rig.committer.expireWaiting()).toBe(0);
    rig.now += WAIT_MS;
    expect(await rig.committer.expireWaiting()).toBe(1);
    expect(await rig.outcome(onTop)).toEqual(applied);
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'wet' });
  });

  it('[W-4] and somebody who wrote meanwhile is asked about, as ever', async () => {
    const base = ana.change([findings('dry')]);
    const lost = ana.change([findings('damp', saw(idOfChange(base)))]);
    const onTop = ben.change([
      findings('wet', { writer: idOfChange(lost), canonical: idOfChange(base), archived: null }),
    ]);
    const other = rig.laptop('lena').change([findings('foggy', saw(idOfChange(base)))]);
    await rig.submit(base, onTop, other);
    rig.now += WAIT_MS;
    await rig.committer.expireWaiting();
    expect(await rig.outcome(onTop)).toMatchObject([{ kind: 'conflict' }]);
  });

  it('[W-4, W-12] nobody waits for a record whose number was given to something else after both ends were put back', async () => {
    const job = newJob(ana);
    const work = ben.change([edit(recordOf(job), 'workOrder.findings', { text: 'dry' })]);
    expect(await rig.outcome(work)).toEqual(waitsFor(job));
    const instead = ana.change([findings('wet')], { seq: job.seq });
    expect(await rig.outcome(instead)).toEqual(applied);
    expect(await rig.outcome(work)).toMatchObject([{ kind: 'refused', code: 'waitedTooLong' }]);
  });

  it('[W-4] work on a record that never came is refused in words, not lost', async () => {
    const work = ben.change([edit(recordOf(newJob(ana)), 'workOrder.findings', { text: 'dry' })]);
    await rig.submit(work);
    rig.now += WAIT_MS;
    await rig.committer.expireWaiting();
    expect(await rig.outcome(work)).toMatchObject([{ kind: 'refused', code: 'waitedTooLong' }]);
  });
});

describe('[Q-5] what builds on a refused change', () => {
  it('[Q-5] waits with it, and counts as having seen the change that replaced it', async () => {
    const wrong = ana.change([edit(JOB, 'workOrder.progress', { status: 'flying' })]);
    const onTop = ana.change([
      edit(
        JOB,
        'workOrder.progress',
        { outcome: 'repaired' },
        { writer: idOfChange(wrong), canonical: null, archived: null },
      ),
    ]);
    const aside = ana.change([findings('dry')]);
    const outcomes = await rig.submit(wrong, onTop, aside);
    expect(outcomes.map((o) => o.edits)).toMatchObject([[{ kind: 'refused' }], waitsFor(wrong), applied]);
    const fixed = ana.change([edit(JOB, 'workOrder.progress', { status: 'done' })], { replaces: [idOfChange(wrong)] });
    expect(await rig.outcome(fixed)).toEqual(applied);
    expect(await rig.outcome(onTop)).toEqual(applied);
    expect(rig.body(JOB)['progress']?.v).toEqual({ status: 'done', outcome: 'repaired' });
    expect(await rig.outcome(wrong)).toEqual([{ kind: 'replaced', by: idOfChange(fixed) }]);
  });

  it('[Q-5] a refused creation, made anew, keeps its record and releases what hangs on it', async () => {
    const wrong = ana.change([edit(null, 'workOrder.request', { title: null, equipment: SCANNER, site: NORTH })]);
    const note = ana.change([edit(null, 'note.entry', { workOrder: recordOf(wrong), text: 'look behind' })]);
    expect((await rig.submit(wrong, note)).map((o) => o.edits[0]?.kind)).toEqual(['refused', 'waiting']);
    const fixed = ana.change(
      [edit(recordOf(wrong), 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH })],
      { replaces: [idOfChange(wrong)] },
    );
    expect(await rig.outcome(fixed)).toEqual(applied);
    expect(await rig.outcome(note)).toEqual(applied);
  });
});
