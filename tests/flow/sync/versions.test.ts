import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId, type ChangeId, type RecordId } from '../../../domain/ids.ts';
import type { Schema } from '../../../domain/schema/types.ts';
import { conclude } from '../../../domain/link/reason.ts';
import { commitSave } from '../../../main/replica/commit-change.ts';
import { TestConsole } from '../../support/console.ts';
import { edit, saw, SAW_NOTHING } from '../../support/edits.ts';
import { JOB, JOB_MADE_BY, NORTH, ORG, PEOPLE, SCANNER, type Who } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';
import { NEW, OLD, PRESENT } from '../../../lab/world/versions.ts';
import { turns, until } from '../../support/wait.ts';

let team: Team;
beforeEach(() => {
  team = new Team();
});
afterEach(() => team.close());

async function serverAt(schema: Schema): Promise<void> {
  team.rig.schema = schema;
  team.rig.committer = team.rig.makeCommitter();
  await team.start();
}

/** The server is updated; everybody comes back to it. */
async function updateServer(schema: Schema): Promise<void> {
  team.rig.schema = schema;
  await team.restart();
  for (const c of team.consoles) c.engine.wake();
}

/** The app of that laptop is updated: another program on the same profile. */
async function updateApp(console: TestConsole, schema: Schema): Promise<TestConsole> {
  await console.close();
  const updated = new TestConsole(team.rig, console.who, { server: team.url, schema }, console.folder);
  team.consoles.splice(team.consoles.indexOf(console), 1, updated);
  return updated;
}

const join = (who: Who, schema: Schema): Promise<TestConsole> => team.join(who, { schema });

/** Texts, places and sums are the same everywhere, whoever knows what of them; `settled` compares the columns too. */
async function agree(): Promise<void> {
  for (const c of team.consoles) await until(`${c.who} has sent everything`, () => c.open() === 0);
  await team.caughtUp();
  const { rows } = team.rig.storage.pullPage(ORG, [NORTH], 0 as never, team.head() as never, 100_000);
  const there = new Map(rows.map((r) => [r.id as string, `${r.site} ${r.pos} ${r.body}`]));
  for (const c of team.consoles) {
    const here = c.replica.records.walk.all(-1, 100_000).map((r) => [r.id, `${r.site} ${r.pos} ${r.body}`] as const);
    expect({ who: c.who, has: new Map(here) }).toEqual({ who: c.who, has: there });
  }
}

/** A signature without what signing adds to it: a field that the old app has never heard of. */
function signedAlone(c: TestConsole): void {
  const set = { status: 'started', signedBy: PEOPLE.ben };
  commitSave(c.replica, c.author(), [
    { record: JOB, collection: 'workOrder', group: 'progress', set, saw: SAW_NOTHING },
  ]);
  c.engine.wake();
}

const outcomesOf = (c: TestConsole, ids: readonly ChangeId[]) => ids.map((id) => c.change(id).outcome);

describe('[W-9] a server newer than its consoles', () => {
  it('[W-9] takes an old app’s edits as patches: what it has never heard of stays', async () => {
    await serverAt(PRESENT);
    const [old, now] = [await join('ana', OLD), await join('ben', PRESENT)];
    signedAlone(now);
    now.save(JOB, 'workOrder.findings', { text: 'coil' });
    const reading = now.save(null, 'reading.entry', { workOrder: JOB, quantity: 'voltage', value: 3 }).records[0]!;
    await agree();
    // The old app shows its user what it knows, and keeps the rest as it came.
    const before = old.shown(JOB)['progress'];
    expect(before?.v).toMatchObject({ signedBy: PEOPLE.ben });
    const saved = old.save(JOB, 'workOrder.progress', { status: 'done' });
    await agree();
    expect(outcomesOf(old, saved.changes)).toEqual([null]);
    expect(team.rig.body(JOB)['progress']?.v).toEqual({ status: 'done', signedBy: PEOPLE.ben });
    expect(old.canonical(reading)['entry']?.v).toMatchObject({ value: 3 });
  });

  it('[W-9] brings an old app’s words up to date, and never asks about a field that only has another name', async () => {
    await serverAt(NEW);
    const [old, fresh] = [await join('ana', PRESENT), await join('ben', NEW)];
    for (const c of [old, fresh]) c.engine.switchOff();
    const tagged = old.save(SCANNER, 'equipment.identity', { assetTag: 'A-17' });
    const same = fresh.save(SCANNER, 'equipment.identity', { inventory: 'A-17' });
    old.engine.switchOn();
    await team.caughtUp(old);
    await until('sent', () => old.open() === 0);
    fresh.engine.switchOn();
    await agree();
    expect(team.rig.body(SCANNER)['identity']?.v).toMatchObject({ inventory: 'A-17', serial: '4471' });
    expect(team.rig.body(SCANNER)['identity']?.v).not.toHaveProperty('assetTag');
    expect(outcomesOf(old, tagged.changes)).toEqual([null]);
    expect(outcomesOf(fresh, same.changes)).toEqual([null]);
    expect(team.rig.body(SCANNER)['identity']?.q).toBeUndefined();
    expect(team.rig.row(SCANNER)?.k2).toBe('A-17');
  });

  it('[W-9, Q-7] the same profile opened by the newer app shows everything, and its old queue arrives', async () => {
    await serverAt(NEW);
    const fresh = await join('ben', NEW);
    const loan = fresh.save(null, 'loan.entry', { equipment: SCANNER, to: 'ward 3', back: 7 }).records[0]!;
    fresh.save(SCANNER, 'equipment.map', { x: 1.5, y: 2 });
    await until('sent', () => fresh.open() === 0);
    let ana = await join('ana', PRESENT);
    const isToBeRead = (): boolean => ana.replica.searches.next.all(1_000).some((r) => r.collection === 'loan');
    expect(isToBeRead()).toBe(false);
    ana.engine.switchOff();
    const queued = ana.save(SCANNER, 'equipment.identity', { assetTag: 'A-99' });
    const note = ana.save(null, 'note.entry', { workOrder: JOB, text: 'before the update' });
    ana = await updateApp(ana, NEW);
    expect(ana.replica.records.byParentIn.all(SCANNER, 'loan').map((r) => [r.id, r.k1, r.sort])).toEqual([
      [loan, 'ward 3', 7],
    ]);
    expect(ana.shown(SCANNER)['map']?.v).toEqual({ x: 1.5, y: 2 });
    expect(isToBeRead()).toBe(true);
    ana.engine.switchOn();
    await agree();
    expect(outcomesOf(ana, [...queued.changes, ...note.changes])).toEqual([null, null]);
    expect(team.rig.body(SCANNER)['identity']?.v).toMatchObject({ inventory: 'A-99' });
    await team.settled();
  });
});

describe('[W-9] a server older than its consoles', () => {
  it('[W-9] keeps what it does not know word for word, and passes it on', async () => {
    await serverAt(OLD);
    const [one, two, old] = [await join('ana', NEW), await join('ben', NEW), await join('lena', OLD)];
    const changes = [
      one.save(SCANNER, 'equipment.identity', { owner: 'Radiology', serial: '4472' }),
      one.save(SCANNER, 'equipment.map', { x: 1, y: -0.5 }),
      one.save(JOB, 'workOrder.findings', { text: 'coil\u0000 “hot”' }),
    ].flatMap((s) => s.changes);
    const loan = one.save(null, 'loan.entry', { equipment: SCANNER, to: 'ward 3' });
    await agree();
    expect(outcomesOf(one, [...changes, ...loan.changes])).toEqual([null, null, null, null]);
    expect(two.shown(SCANNER)).toMatchObject({
      identity: { v: { owner: 'Radiology' } },
      map: { v: { x: 1, y: -0.5 } },
    });
    expect(two.shown(loan.records[0]!)['entry']?.v).toEqual({ equipment: SCANNER, to: 'ward 3' });
    expect(team.rig.row(loan.records[0]!)).toMatchObject({ site: NORTH, parent: SCANNER });
    // The old laptop carries it all, and works on in the same groups without erasing it.
    old.save(SCANNER, 'equipment.identity', { model: 'X1' });
    await agree();
    expect(team.rig.body(SCANNER)['identity']?.v).toMatchObject({ owner: 'Radiology', model: 'X1', serial: '4472' });
    const entry = team.rig.storage.log(ORG, 0 as never, 1_000).flatMap((e) => e.edits);
    expect(entry).toContainEqual(
      expect.objectContaining({ collection: 'loan', value: { equipment: SCANNER, to: 'ward 3' } }),
    );
  });

  it('[W-9, C-4] two people who wrote a group unseen that the server does not know are asked', async () => {
    await serverAt(OLD);
    const [one, two] = [await join('ana', NEW), await join('ben', NEW)];
    for (const c of [one, two]) c.engine.switchOff();
    one.save(SCANNER, 'equipment.map', { x: 1, y: 1 });
    const second = two.save(SCANNER, 'equipment.map', { x: 2, y: 2 });
    one.engine.switchOn();
    await until('sent', () => one.open() === 0);
    two.engine.switchOn();
    await agree();
    expect(outcomesOf(two, second.changes)[0]).toContain('"kind":"conflict"');
    expect(team.rig.body(SCANNER)['map']).toMatchObject({ v: { x: 1, y: 1 } });
    expect(team.rig.body(SCANNER)['map']?.q).toBeDefined();
  });

  it('[W-9] the server is updated later: nothing has to be repaired by hand', async () => {
    await serverAt(OLD);
    const one = await join('ana', NEW);
    const old = await join('ben', OLD);
    const loan = one.save(null, 'loan.entry', { equipment: SCANNER, to: 'ward 3', back: 9 }).records[0]!;
    one.save(SCANNER, 'equipment.map', { x: 1, y: 1 });
    old.save(SCANNER, 'equipment.identity', { assetTag: 'A-1' });
    await agree();
    await updateServer(NEW);
    await agree();
    expect(team.rig.row(loan)).toMatchObject({ parent: SCANNER, k1: 'ward 3', sort: 9, site: NORTH });
    expect(team.rig.row(SCANNER)?.k2).toBe('A-1');
    one.save(loan, 'loan.entry', { to: 'ward 4' });
    one.save(SCANNER, 'equipment.map', { x: 3 });
    await agree();
    expect(team.rig.body(SCANNER)['map']?.v).toEqual({ x: 3, y: 1 });
    const ben = await updateApp(old, NEW);
    ben.engine.switchOn();
    await team.settled();
    expect(ben.replica.records.byParentIn.all(SCANNER, 'loan').map((r) => r.k1)).toEqual(['ward 4']);
  });

  it('[W-9, C-2] the same value in the words of two versions is no clash', async () => {
    await serverAt(PRESENT);
    const [old, fresh] = [await join('ana', PRESENT), await join('ben', NEW)];
    fresh.engine.switchOff();
    old.save(SCANNER, 'equipment.identity', { assetTag: 'A-1' });
    await until('sent', () => old.open() === 0);
    const same = fresh.save(SCANNER, 'equipment.identity', { inventory: 'A-1' });
    await updateServer(NEW);
    expect(team.rig.row(SCANNER)?.k2).toBe('A-1');
    fresh.engine.switchOn();
    await agree();
    expect(outcomesOf(fresh, same.changes)).toEqual([null]);
    expect(team.rig.body(SCANNER)['identity']?.q).toBeUndefined();
    expect(team.rig.body(SCANNER)['identity']?.w).toHaveLength(2);
  });

  it('[W-9] under a version that it knows it takes only what it knows', async () => {
    await serverAt(PRESENT);
    const lap = team.rig.laptop('ana');
    const submit = (sketch: ReturnType<typeof edit>, schema: number) =>
      team.rig.outcome(lap.change([sketch], { schema }));
    const known = saw(JOB_MADE_BY);
    const unknown = [
      edit(JOB, 'workOrder.request', { colour: 'red' }, known),
      edit(JOB, 'workOrder.smell', { text: 'burnt' }),
      edit(null, 'loan.entry', { to: 'ward 3' }),
    ];
    for (const sketch of unknown) {
      expect(await submit(sketch, 11)).toMatchObject([{ kind: 'refused' }]);
      expect(await submit(sketch, 12)).toMatchObject([{ kind: 'applied' }]);
    }
    const wrong = [
      [edit(JOB, 'workOrder.request', { title: 7 }, known), 'wrongShape'],
      [edit(JOB, 'workOrder.request', { site: 5 }, known), 'wrongShape'],
      [edit(JOB, 'workOrder.constructor', { text: 'x' }), 'unknownGroup'],
      [edit(null, '__proto__.entry', { text: 'x' }), 'unknownCollection'],
      [edit(JOB, 'workOrder.huge', { text: 'x'.repeat(70_000) }), 'wrongShape'],
      [edit(JOB, 'workOrder.archived', { archived: 'yes' }), 'wrongShape'],
    ] as const;
    for (const [sketch, code] of wrong) expect(await submit(sketch, 12)).toMatchObject([{ kind: 'refused', code }]);
  });

  it('[W-9, H-1] what it does not know is shown to nobody beyond its author’s sites', async () => {
    await serverAt(OLD);
    const [ana, cid] = [await join('ana', NEW), await join('cid', NEW)];
    const free = ana.save(null, 'loan.entry', { equipment: recordId(77, 1, 1, 0), to: 'ward 3' }).records[0]!;
    await until('sent', () => ana.open() === 0);
    await team.caughtUp();
    expect(team.rig.row(free)?.site).toBe(NORTH);
    expect(cid.replica.records.byId.get(free)).toBeUndefined();
  });
});

describe('[W-9] versions of the wire', () => {
  it('[W-9] a console of the version before is served', async () => {
    team.wire = { newest: 2, oldest: 1 };
    await serverAt(PRESENT);
    const ana = await join('ana', PRESENT);
    ana.save(JOB, 'workOrder.findings', { text: 'coil' });
    await team.settled();
    expect(ana.engine.state().name).toBe('live');
  });

  it('[W-9] a console newer than the server speaks the server’s version', async () => {
    await serverAt(PRESENT);
    const ana = await team.join('ana', { schema: PRESENT, protocol: 2 });
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'coil' });
    await team.settled();
    expect(ana.state(saved.changes[0])).toBe('settled');
  });

  it('[W-9, Q-7, N-2] one that is too old keeps its work, says what to do, and sends it after the update', async () => {
    team.wire = { newest: 3, oldest: 2 };
    await serverAt(PRESENT);
    const ana = team.offline('ana', { schema: PRESENT });
    const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'kept' });
    ana.engine.switchOn();
    await until('it is told', () => conclude(ana.engine.known.evidence) === 'tooOld');
    await turns();
    expect(ana.state(saved.changes[0])).toBe('queued');
    expect(team.rig.row(saved.records[0]!)).toBeUndefined();
    await ana.close();
    const updated = new TestConsole(team.rig, 'ana', { server: team.url, schema: PRESENT, protocol: 3 }, ana.folder);
    team.consoles.splice(0, 1, updated);
    updated.engine.switchOn();
    await team.settled();
    expect(updated.state(saved.changes[0])).toBe('settled');
  });
});

describe('[W-9] all of them together', () => {
  it('[W-9] old, present and new consoles through two updates of the server agree at the end', async () => {
    await serverAt(OLD);
    const names = ['ana', 'ben', 'lena'] as const;
    const consoles: TestConsole[] = [];
    for (const [i, schema] of [OLD, PRESENT, NEW].entries()) consoles.push(await join(names[i] as Who, schema));
    let n = 0;
    const work = (): RecordId[] =>
      consoles.flatMap((c) => {
        n += 1;
        if (n % 2 === 0) c.engine.switchOff();
        const { schema } = c.replica.env;
        c.save(JOB, 'workOrder.progress', { status: n % 2 === 0 ? 'started' : 'waiting' });
        c.save(SCANNER, 'equipment.identity', { model: `M${n}`, [schema === NEW ? 'inventory' : 'assetTag']: `T${n}` });
        if (schema.collections['reading']) c.save(null, 'reading.entry', { workOrder: JOB, quantity: 'V', value: n });
        if (schema === NEW) c.save(SCANNER, 'equipment.map', { x: n });
        const made = schema === NEW ? c.save(null, 'loan.entry', { equipment: SCANNER, to: `ward ${n}` }).records : [];
        if (n % 2 === 0) c.engine.switchOn();
        return made;
      });
    const loans = work();
    await agree();
    for (const schema of [PRESENT, NEW]) {
      await updateServer(schema);
      loans.push(...work());
      await agree();
    }
    for (const [i, c] of consoles.entries()) {
      consoles[i] = await updateApp(c, NEW);
      consoles[i]?.engine.switchOn();
    }
    await team.settled();
    for (const c of consoles) {
      expect(
        c.replica.records.byParentIn
          .all(SCANNER, 'loan')
          .map((r) => r.id)
          .toSorted(),
      ).toEqual(loans.toSorted());
      expect(c.replica.records.byParentIn.all(JOB, 'reading')).toHaveLength(6);
    }
  });
});
