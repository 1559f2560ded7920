/** Contract: records are found by their name in the world, within one collection of one organisation (C-10). */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../../domain/ids.ts';
import type { Factory } from './suite-factory.ts';
import { effects, found, id, ORG, record, write } from './suite-samples.ts';
import type { Storage } from './storage.ts';
import type { NameChange } from './types.ts';

const change = (n: number, before: string | null, after: string | null): NameChange => ({
  record: id(n),
  collection: 'equipment',
  before,
  after,
});

function inTransaction(storage: Storage, name: string): Promise<readonly RecordId[]> {
  return storage.transact(ORG, (view) => ({ effects: null, result: view.named('equipment', name) }));
}

export function describeNames(open: Factory): void {
  describe('names in the world', () => {
    it('[C-10] finds every record of that name, and no other', async () => {
      const { storage, reopen } = await open();
      found(storage);
      const records = [record(1, 1), record(2, 2), record(3, 3)];
      const names = [change(2, null, 'acme\n4471'), change(1, null, 'acme\n4471'), change(3, null, 'acme\n44')];
      await write(storage, effects(3, { records, names }));
      const again = await reopen();
      expect(await inTransaction(again, 'acme\n4471')).toEqual([id(1), id(2)]);
      expect(again.named(ORG, 'equipment', 'acme\n4471').map((r) => r.id)).toEqual([id(1), id(2)]);
      expect(await inTransaction(again, 'acme')).toEqual([]);
      expect(again.named(ORG, 'site', 'acme\n4471')).toEqual([]);
      expect(await again.transact(ORG, (view) => ({ effects: null, result: view.named('site', 'acme\n44') }))).toEqual(
        [],
      );
    });

    it('[C-10] a record that is called something else is found by that alone, one without a name by none', async () => {
      const { storage } = await open();
      found(storage);
      await write(
        storage,
        effects(2, { records: [record(1, 1), record(2, 2)], names: [change(1, null, 'a'), change(2, null, 'a')] }),
      );
      await write(storage, effects(3, { names: [change(1, 'a', 'b')] }));
      expect(await inTransaction(storage, 'a')).toEqual([id(2)]);
      expect(await inTransaction(storage, 'b')).toEqual([id(1)]);
      await write(storage, effects(4, { names: [change(1, 'b', null)] }));
      expect(await inTransaction(storage, 'b')).toEqual([]);
    });
  });
}
