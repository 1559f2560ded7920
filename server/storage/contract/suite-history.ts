/** Contract: the history of one record, each entry with the outcome as it is today. */
import { describe, expect, it } from 'vitest';
import type { Factory } from './suite-factory.ts';
import { edit, effects, entry, found, id, ORG, pos, receipt, write } from './suite-samples.ts';

const conflict = { kind: 'conflict', question: id(99) } as const;

export function describeHistory(open: Factory): void {
  describe('history', () => {
    it('[A-2] shows every write of a record in order, and nothing of other records', async () => {
      const { storage } = await open();
      found(storage);
      const both = entry(2, [edit(2), edit(1, { group: 'place' }), edit(1, { group: 'condition' })], {
        outcome: [{ kind: 'applied' }, conflict, { kind: 'applied' }],
      });
      const log = [
        entry(1, [edit(1)]),
        both,
        entry(3, [edit(2)]),
        entry(4, [edit(1)], { kind: 'strike', outcome: [{ kind: 'applied' }] }),
      ];
      await write(storage, effects(4, { log }));
      const rows = storage.history(ORG, id(1), pos(0), 10);
      expect(rows.map((r) => [r.entry.pos, r.edit.group, r.outcome.kind])).toEqual([
        [1, 'identity', 'applied'],
        [2, 'place', 'conflict'],
        [2, 'condition', 'applied'],
        [4, 'identity', 'applied'],
      ]);
      expect(storage.history(ORG, id(7), pos(0), 10)).toEqual([]);
    });

    it('[A-2] tells the outcome of today, not the one of then', async () => {
      const { storage } = await open();
      found(storage);
      await write(
        storage,
        effects(1, {
          log: [entry(1, [edit(1)], { outcome: [conflict] })],
          receipts: [receipt(1, { outcome: [conflict] })],
        }),
      );
      expect(storage.history(ORG, id(1), pos(0), 10)[0]?.outcome).toEqual(conflict);
      await write(storage, effects(1, { receipts: [receipt(1)] }));
      expect(storage.history(ORG, id(1), pos(0), 10)[0]?.outcome).toEqual({ kind: 'applied' });
      expect(storage.log(ORG, pos(0), 1)[0]?.outcome).toEqual([conflict]);
    });

    it('resumes after a position, and a page never cuts an entry in two', async () => {
      const { storage } = await open();
      found(storage);
      const log = [1, 2, 3, 4, 5].map((n) => entry(n, [edit(1), edit(1, { group: 'place' })]));
      await write(storage, effects(5, { log }));
      const first = storage.history(ORG, id(1), pos(0), 2);
      expect(first.map((r) => r.entry.pos)).toEqual([1, 1, 2, 2]);
      const second = storage.history(ORG, id(1), pos(2), 2);
      expect(second.map((r) => r.entry.pos)).toEqual([3, 3, 4, 4]);
      expect(storage.history(ORG, id(1), pos(4), 2).map((r) => r.entry.pos)).toEqual([5, 5]);
    });
  });
}
