/** Contract: one transaction, all of it or nothing, on disk when the promise resolves. */
import { describe, expect, it } from 'vitest';
import { changeId } from '../../../domain/ids.ts';
import type { Change } from '../../../domain/change/change.ts';
import { StorageFault } from './fault.ts';
import type { Factory } from './suite-factory.ts';
import {
  CHAIN,
  DEVICE,
  edit,
  effects,
  entry,
  EPOCH,
  found,
  HASH,
  id,
  mark,
  NORTH,
  ORG,
  pos,
  receipt,
  record,
  seq,
  SOUTH,
  write,
} from './suite-samples.ts';
import type { WaitingChange } from './types.ts';

const whole = effects(2, {
  log: [
    entry(1, [edit(1)]),
    entry(2, [edit(2)], { kind: 'question', hash: '', outcome: [{ kind: 'conflict', question: id(9) }] }),
  ],
  records: [record(1, 1, { site: NORTH, k1: 'SN 1', k2: 'T-1', sort: 1.5, parent: NORTH }), record(2, 2)],
  receipts: [receipt(1, { outcome: [{ kind: 'superseded', rule: 'office', by: null }] })],
  seen: [mark(1, [3, 4, 9])],
  digests: [{ site: NORTH, collection: 'equipment', sum: 2 ** 48 - 1, count: 1 }],
});

const waitingChange: WaitingChange = {
  change: { device: DEVICE, epoch: EPOCH, seq: seq(7), edits: [] } as Partial<Change> as Change,
  hash: HASH,
  forChange: changeId(3, 1, 4),
  since: 5,
  until: 10,
};

export function describeTransact(open: Factory): void {
  describe('transact', () => {
    it('[W-3] writes log, records, receipts, marks and sums together', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, whole);
      expect(storage.head(ORG)).toEqual({ position: 2, incarnation: 'incarnation-1', chain: CHAIN, safePosition: 0 });
      expect(storage.log(ORG, pos(0), 10)).toEqual(whole.log);
      expect(storage.digests(ORG)).toEqual(whole.digests);
      await storage.transact(ORG, (view) => {
        expect(view.head()).toEqual(storage.head(ORG));
        expect(view.record(id(1))).toEqual(whole.records[0]);
        expect(view.record(id(2))).toEqual(whole.records[1]);
        expect(view.record(id(3))).toBeUndefined();
        expect(view.receipt(DEVICE, EPOCH, seq(1))).toEqual(whole.receipts[0]);
        expect(view.receipt(DEVICE, EPOCH, seq(2))).toBeUndefined();
        expect(view.seen(DEVICE, EPOCH)).toEqual(whole.seen[0]);
        expect(storage.seen(ORG, DEVICE, EPOCH)).toEqual(whole.seen[0]);
        expect(view.entry(pos(2))).toEqual(whole.log[1]);
        expect(view.entry(pos(3))).toBeUndefined();
        return { effects: null, result: undefined };
      });
    });

    it('[W-3] an outcome is on disk when the promise resolves: it is there for the next process', async () => {
      const { storage, reopen } = await open();
      found(storage);
      await write(storage, whole);
      const again = await reopen();
      expect(again.head(ORG).position).toBe(2);
      expect(again.log(ORG, pos(0), 10)).toEqual(whole.log);
      expect(again.record(ORG, id(1))).toMatchObject({ site: NORTH });
      expect(again.record(ORG, id(2))).toMatchObject({ site: null });
      expect(again.record(ORG, id(3))).toBeUndefined();
    });

    it('[Q-6] work that throws leaves nothing behind, and the next goes through', async () => {
      const { storage } = await open();
      found(storage);
      const broken = storage.transact(ORG, () => {
        throw new TypeError('a bug');
      });
      await expect(broken).rejects.toThrow('a bug');
      expect(storage.head(ORG).position).toBe(0);
      await write(storage, whole);
      expect(storage.head(ORG).position).toBe(2);
    });

    it('[Q-6] effects that cannot be written whole are not written at all', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, whole);
      const clash = effects(3, { records: [record(5, 3)], receipts: [receipt(5)], log: [entry(2, [edit(5)])] });
      await expect(write(storage, clash)).rejects.toThrow();
      expect(storage.head(ORG).position).toBe(2);
      expect(storage.record(ORG, id(5))).toBeUndefined();
      await storage.transact(ORG, (view) => {
        expect(view.receipt(DEVICE, EPOCH, seq(5))).toBeUndefined();
        return { effects: null, result: undefined };
      });
    });

    it('hands back the result, with and without effects', async () => {
      const { storage } = await open();
      found(storage);
      await expect(storage.transact(ORG, () => ({ effects: null, result: 'read' }))).resolves.toBe('read');
      await expect(storage.transact(ORG, () => ({ effects: whole, result: 'written' }))).resolves.toBe('written');
    });

    it('an organisation that is not here is said by name', async () => {
      const { storage } = await open();
      found(storage);
      const asked = storage.transact('elsewhere', () => ({ effects: null, result: undefined }));
      await expect(asked).rejects.toMatchObject({ kind: 'unknownOrganisation' });
      await expect(asked).rejects.toBeInstanceOf(StorageFault);
      expect(() => storage.head('elsewhere')).toThrow('elsewhere');
    });

    it('[W-8] sums are added to, wrap at 2^48, and counts go down again', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, whole);
      const more = { site: NORTH, collection: 'equipment', sum: 5, count: 2 };
      const fewer = { site: NORTH, collection: 'equipment', sum: 1, count: -1 };
      const other = { site: null, collection: 'equipment', sum: 7, count: 1 };
      await write(storage, effects(3, { digests: [more, other] }));
      await write(storage, effects(4, { digests: [fewer] }));
      expect(storage.digests(ORG)).toEqual([other, { ...more, sum: 5, count: 2 }]);
    });

    it('[W-2] later outcomes and marks take the place of earlier ones', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, whole);
      const answered = receipt(1, { outcome: [{ kind: 'applied' }] });
      await write(storage, effects(2, { receipts: [answered], seen: [mark(9)] }));
      await storage.transact(ORG, (view) => {
        expect(view.receipt(DEVICE, EPOCH, seq(1))).toEqual(answered);
        expect(view.seen(DEVICE, EPOCH)).toEqual(mark(9));
        return { effects: null, result: undefined };
      });
    });

    it('records are found by their keys and their parent, and moved out of both', async () => {
      const { storage } = await open();
      found(storage);
      const child = record(3, 3, { parent: id(1), k1: 'A', k2: 'B', site: NORTH });
      await write(
        storage,
        effects(3, { records: [record(1, 1, { k1: 'A' }), child, record(2, 2, { parent: id(1) })] }),
      );
      expect(storage.find(ORG, 'equipment', 'k1', 'A').map((r) => r.id)).toEqual([id(1), id(3)]);
      expect(storage.find(ORG, 'equipment', 'k2', 'B')).toEqual([child]);
      expect(storage.find(ORG, 'workOrder', 'k1', 'A')).toEqual([]);
      const moved = { ...child, parent: id(2), k1: null, k2: 'C', sort: 7, site: SOUTH, pos: pos(4), entered: pos(4) };
      await storage.transact(ORG, (view) => {
        expect(view.children(id(1)).map((r) => r.id)).toEqual([id(2), id(3)]);
        expect(view.record(id(3))).toEqual(child);
        return { effects: effects(4, { records: [moved] }), result: undefined };
      });
      expect(storage.find(ORG, 'equipment', 'k1', 'A').map((r) => r.id)).toEqual([id(1)]);
      expect(storage.find(ORG, 'equipment', 'k2', 'C')).toEqual([moved]);
      expect(storage.record(ORG, id(3))).toMatchObject({ site: SOUTH });
    });

    it('[W-11] text and numbers come back as they went in', async () => {
      const { storage } = await open();
      found(storage);
      const odd = record(1, 1, {
        body: '{"a":{"v":{"t":"\u0000 ünï 🩺 \\ud800 \u2028"},"w":[],"p":1}}',
        k1: "O'Brien; --",
        sort: 0.1,
        digest: 2 ** 48 - 1,
      });
      const logged = entry(1, [
        edit(1, { value: { n: 9_007_199_254_740_991, t: '\u0000🩺\ud800', z: null, f: 1e-7 } }),
      ]);
      await write(storage, effects(1, { records: [odd], log: [logged] }));
      expect(storage.log(ORG, pos(0), 1)).toEqual([logged]);
      expect(storage.find(ORG, 'equipment', 'k1', "O'Brien; --")).toEqual([odd]);
    });

    it('[W-4] a waiting change is found by itself and by what it waits for, until it is taken away', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, effects(0, { waitingAdded: [waitingChange], seen: [mark(0, [7])] }));
      await storage.transact(ORG, (view) => {
        expect(view.waiting(DEVICE, EPOCH, seq(7))).toEqual(waitingChange);
        expect(view.waitingFor(changeId(3, 1, 4))).toEqual([waitingChange]);
        expect(view.waitingFor(changeId(3, 1, 5))).toEqual([]);
        return {
          effects: effects(0, { waitingRemoved: [{ device: DEVICE, epoch: EPOCH, seq: seq(7) }] }),
          result: undefined,
        };
      });
      await storage.transact(ORG, (view) => {
        expect(view.waiting(DEVICE, EPOCH, seq(7))).toBeUndefined();
        return { effects: null, result: undefined };
      });
    });

    it('two organisations in one database know nothing of each other', async () => {
      const { storage } = await open();
      found(storage);
      storage.directory.createOrganisation('other', 'Other', false, 1, 'incarnation-2');
      await write(storage, whole);
      expect(storage.head('other')).toMatchObject({ position: 0, incarnation: 'incarnation-2' });
      expect(storage.record('other', id(1))).toBeUndefined();
      expect(storage.log('other', pos(0), 10)).toEqual([]);
      expect(storage.pullPage('other', null, pos(0), pos(10), 10).rows).toEqual([]);
    });

    it('ping answers', async () => {
      const { storage } = await open();
      found(storage);
      expect(() => storage.ping()).not.toThrow();
    });
  });
}
