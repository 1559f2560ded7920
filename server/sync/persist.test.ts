import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import { recordId, type Epoch, type Sequence } from '../../domain/ids.ts';
import { edit, saw } from '../../tests/support/edits.ts';
import { JOB, ORG, PEOPLE, Rig } from '../../tests/support/hospital.ts';
import { hashOf, idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';
import { ForkedChange } from './committer.ts';
import { entryText } from './finish.ts';

let rig: Rig;
let ana: Laptop;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
});
afterEach(() => rig.close());

const SEQ_1 = 1 as Sequence;
const note = (text: string, by = ana): Change => by.change([edit(null, 'note.entry', { workOrder: JOB, text })]);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const mark = () => rig.storage.seen(ORG, ana.device, 1);

describe('[W-2] a change that comes again', () => {
  it('[W-2] gets the same outcome, as a success, however often and in whatever company', async () => {
    const first = note('one');
    const [outcome] = await rig.submit(first);
    const head = rig.storage.head(ORG);
    for (let i = 0; i < 3; i++)
      expect((await rig.submit(first))[0]).toMatchObject({ position: outcome?.position, edits: outcome?.edits });
    expect(rig.storage.head(ORG)).toEqual(head);
    const both = await rig.submit(first, note('two'), first);
    expect(both.map((o) => o.position)).toEqual([outcome?.position, Number(head.position) + 1, outcome?.position]);
  });

  it('[W-2] after a restart of the server too', async () => {
    const first = note('one');
    const before = await rig.submit(first);
    rig.reopen();
    expect((await rig.submit(first))[0]?.position).toBe(before[0]?.position);
  });

  it('[W-2] a refusal is remembered like any other outcome', async () => {
    const wrong = ana.change([edit(JOB, 'workOrder.progress', { status: 'flying' })]);
    const [before] = await rig.submit(wrong);
    expect(before?.edits).toMatchObject([{ kind: 'refused', code: 'wrongShape' }]);
    const [again] = await rig.submit(wrong);
    expect(again).toMatchObject({ position: before?.position, edits: before?.edits });
  });

  it('[W-2] gets its current outcome, when that has changed since', async () => {
    const tech = ana.change([edit(JOB, 'workOrder.assignment', { scheduled: 1 })]);
    expect(await rig.outcome(tech)).toEqual([{ kind: 'applied' }]);
    await rig.submit(rig.laptop('lena').change([edit(JOB, 'workOrder.assignment', { scheduled: 2 })]));
    expect(await rig.outcome(tech)).toEqual([{ kind: 'superseded', rule: 'office', by: PEOPLE.lena }]);
  });
});

describe('[W-2, SAVE-4] what was seen of a device', () => {
  it('[W-2] is a high-water mark with gaps, and a sequence may come in any order', async () => {
    const [one, two, three, four] = [note('1'), note('2'), note('3'), note('4')] as const;
    await rig.submit(three);
    expect(mark()).toMatchObject({ highWater: 0, above: [3] });
    await rig.submit(one, four);
    expect(mark()).toMatchObject({ highWater: 1, above: [3, 4] });
    await rig.submit(two);
    expect(mark()).toMatchObject({ highWater: 4, above: [] });
  });

  it('[SAVE-4] carries the device’s chain to the same head as the device, whatever order they came in', async () => {
    const changes = [note('1'), note('2'), note('3')];
    const chain = changes.reduce((head, c) => sha256(`${head}${hashOf(c)}`), '');
    for (const change of changes.toReversed()) await rig.submit(change);
    expect(mark()?.chain).toBe(chain);
  });

  it('[W-2] the same id with other content is forked, and nothing of its batch is taken', async () => {
    const first = note('mine');
    await rig.submit(first);
    const head = rig.storage.head(ORG);
    const other = ana.change([edit(null, 'note.entry', { workOrder: JOB, text: 'another' })], { seq: first.seq });
    const refused = rig.submit(note('fine'), other);
    await expect(refused).rejects.toBeInstanceOf(ForkedChange);
    await expect(refused).rejects.toMatchObject({ seqs: [first.seq] });
    expect(rig.storage.head(ORG)).toEqual(head);
    expect(rig.body(recordOf(first))['entry']?.v['text']).toBe('mine');
  });

  it('[W-2] work that was issued again counts once, under whatever id another copy of the laptop comes with it', async () => {
    await rig.submit(note('mine'));
    const queued = ana.change([edit(null, 'note.entry', { workOrder: JOB, text: 'numbered twice' })], { seq: SEQ_1 });
    const was = { epoch: queued.epoch, seq: queued.seq, hash: hashOf(queued) };
    const anew = (epoch: number, seq: number): Change =>
      ana.change(
        [edit(recordId(ana.device, epoch, seq, 0), 'note.entry', { workOrder: JOB, text: 'numbered twice' })],
        { epoch: epoch as Epoch, seq: seq as Sequence, was },
      );
    const first = anew(2, 1);
    expect(await rig.outcome(first)).toEqual([{ kind: 'applied' }]);
    expect(await rig.outcome(first)).toEqual([{ kind: 'applied' }]);
    const at = idOfChange(first);
    const head = rig.storage.head(ORG);
    await expect(rig.submit(queued)).rejects.toMatchObject({ seqs: [1], known: new Map([[1, at]]) });
    await expect(rig.submit(anew(3, 5))).rejects.toMatchObject({ seqs: [5], known: new Map([[5, at]]) });
    rig.reopen();
    await expect(rig.submit(anew(3, 5))).rejects.toMatchObject({ seqs: [5], known: new Map([[5, at]]) });
    expect(rig.storage.head(ORG)).toEqual(head);
  });

  it('[W-2] what was refused is not here: a copy of it may be put right', async () => {
    await rig.submit(note('mine'));
    const wrong = [edit(JOB, 'workOrder.progress', { status: 'flying' })];
    const queued = ana.change(wrong, { seq: SEQ_1 });
    const was = { epoch: queued.epoch, seq: queued.seq, hash: hashOf(queued) };
    for (const epoch of [2, 3]) {
      const anew = ana.change(wrong, { epoch: epoch as Epoch, seq: SEQ_1, was });
      expect(await rig.outcome(anew)).toMatchObject([{ kind: 'refused' }]);
    }
  });

  it('[W-2] once a connection was forked, its later batches wait for the work to be issued again', async () => {
    const lineage = {};
    const send = (change: Change) => rig.committer.submit({ changes: [change], hashes: [hashOf(change)], lineage });
    const first = note('mine');
    await send(first);
    await expect(send({ ...first, madeAt: first.madeAt + 1 })).rejects.toMatchObject({ seqs: [first.seq] });
    await expect(send(note('builds on it'))).rejects.toMatchObject({ seqs: [] });
    expect(await rig.outcome(note('another connection'))).toEqual([{ kind: 'applied' }]);
  });
});

describe('[W-3] one transaction', () => {
  it.each(['log', 'record', 'receipt', 'seen', 'digest'])(
    '[W-3] when writing the %s fails, nothing of the change is there',
    async (table) => {
      const first = note('one');
      const before = {
        head: rig.storage.head(ORG),
        log: rig.storage.log(ORG, 0 as never, 1_000),
        digests: rig.storage.digests(ORG),
      };
      rig.database.connection.exec(
        `CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no'); END`,
      );
      await expect(rig.submit(first)).rejects.toThrow('no');
      rig.database.connection.exec('DROP TRIGGER broken');
      rig.reopen();
      expect({
        head: rig.storage.head(ORG),
        log: rig.storage.log(ORG, 0 as never, 1_000),
        digests: rig.storage.digests(ORG),
      }).toEqual(before);
      expect(rig.storage.record(ORG, recordOf(first))).toBeUndefined();
      expect(mark()).toBeUndefined();
      expect(await rig.outcome(first)).toEqual([{ kind: 'applied' }]);
    },
  );

  it('[W-3] when the promise resolves, another process reads it', async () => {
    const first = note('one');
    const [outcome] = await rig.submit(first);
    rig.reopen();
    expect(rig.storage.head(ORG).position).toBe(outcome?.position);
    expect(rig.storage.log(ORG, (Number(outcome?.position) - 1) as never, 1)).toMatchObject([
      { hash: hashOf(first), kind: 'change' },
    ]);
    expect(rig.body(recordOf(first))['entry']?.p).toBe(outcome?.position);
  });

  it('[W-3, R-5] those who came in one turn stand in one commit, each with its own outcome', async () => {
    const others = ['ben', 'lena', 'admin'] as const;
    const sent = [note('a'), ...others.map((who) => note(who, rig.laptop(who)))];
    const outcomes = await Promise.all(sent.map((c) => rig.submit(c)));
    const positions = outcomes.map(([o]) => Number(o?.position));
    expect(positions).toEqual(positions.map((_, i) => (positions[0] ?? 0) + i));
  });

  it('[A-1] the log’s chain covers every entry', async () => {
    await rig.submit(note('one'), note('two'));
    let chain = '';
    for (const e of rig.storage.log(ORG, 0 as never, 1_000)) {
      chain = sha256(`${chain}\n${entryText(e)}`);
      expect(e.chain).toBe(chain);
    }
    expect(rig.storage.head(ORG).chain).toBe(chain);
  });
});

describe('[SAVE-6] lanes', () => {
  it('[SAVE-6] are reckoned by the server from the schema, whatever the laptop said', async () => {
    const critical = ana.change([edit(JOB, 'workOrder.parts', { declared: 'none' })], { lane: 'background' });
    const normal = ana.change([edit(JOB, 'workOrder.findings', { text: 'dry' })], { lane: 'critical' });
    const outcomes = await rig.submit(critical, normal);
    const lanes = outcomes.map((o) => rig.storage.log(ORG, (o.position - 1) as never, 1)[0]?.lane);
    expect(lanes).toEqual(['critical', 'normal']);
  });
});

describe('[C-9] stamps', () => {
  it('[C-9] from the far future are clamped, not refused, and win nothing for ever', async () => {
    const pref = ana.change([edit(null, 'preference.setting', { key: 'theme', value: 'light' })]);
    const wild = ana.change([edit(recordOf(pref), 'preference.setting', { value: 'dark' }, saw(idOfChange(pref)))], {
      hlc: Number.MAX_SAFE_INTEGER as never,
      madeAt: Number.MAX_SAFE_INTEGER,
    });
    expect((await rig.submit(pref, wild)).map((o) => o.edits)).toEqual([[{ kind: 'applied' }], [{ kind: 'applied' }]]);
    rig.now += 72 * 3_600_000;
    const later = rig
      .laptop('ana')
      .change([edit(recordOf(pref), 'preference.setting', { key: 'theme', value: 'system' })]);
    expect(await rig.outcome(later)).toEqual([{ kind: 'applied' }]);
    expect(rig.body(recordOf(pref))['setting']?.v['value']).toBe('system');
  });
});
