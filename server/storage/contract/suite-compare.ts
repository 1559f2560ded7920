/** Contract: which records a site has (W-8), and records that were kept before their schema was known (W-9). */
import { describe, expect, it } from 'vitest';
import { hospital } from '../../../domain/schema/hospital.ts';
import { withSystem } from '../../../domain/schema/system.ts';
import type { Schema } from '../../../domain/schema/types.ts';
import type { Factory } from './suite-factory.ts';
import { effects, found, id, NORTH, ORG, pos, record, SOUTH, write } from './suite-samples.ts';

const now = withSystem(hospital);

function without(collection: string): Schema {
  const { [collection]: _left, ...collections } = now.collections;
  return { ...now, collections };
}

export function describeCompare(open: Factory): void {
  describe('digestPage', () => {
    it('[W-8] names every record of a site once, whatever the page, and never cuts a position in two', async () => {
      const { storage } = await open();
      found(storage);
      const at = [1, 1, 2, 3, 3, 3, 4];
      const rows = at.map((p, i) => record(i + 1, p, { site: NORTH, collection: i % 2 ? 'workOrder' : 'equipment' }));
      const others = [record(20, 2, { site: SOUTH }), record(21, 4, { site: null })];
      await write(storage, effects(4, { records: [...rows, ...others] }));
      const expected = rows.map((r) => ({ id: r.id, collection: r.collection, pos: r.pos, digest: r.digest }));
      for (const limit of [1, 2, 3, 100]) {
        const seen: unknown[] = [];
        let from = pos(0);
        for (let more = true; more;) {
          const page = storage.digestPage(ORG, NORTH, from, limit);
          const last = page.rows.at(-1)?.pos ?? 0;
          expect(page.rows.every((r) => r.pos > from && r.pos <= page.to)).toBe(true);
          expect(rows.filter((r) => r.pos === last).length).toBe(page.rows.filter((r) => r.pos === last).length);
          seen.push(...page.rows);
          ({ to: from, more } = page);
        }
        expect(seen).toEqual(expected);
      }
      expect(storage.digestPage(ORG, null, pos(0), 10).rows.map((r) => r.id)).toEqual([id(21)]);
      expect(storage.digestPage(ORG, NORTH, pos(4), 10)).toEqual({ rows: [], to: 4, more: false });
    });
  });

  describe('adoptSchema', () => {
    it('[W-9] finds by its keys what was kept before they were known, and touches nothing else', async () => {
      const { storage } = await open();
      found(storage);
      const body = `{"identity":{"v":{"serial":"4471","type":"CT"},"w":["2.1.1"],"p":1}}`;
      const kept = record(1, 1, { site: NORTH, body });
      await write(storage, effects(1, { records: [kept] }));
      expect(storage.adoptSchema(ORG, without('equipment'))).toEqual([]);
      expect(storage.find(ORG, 'equipment', 'k1', '4471')).toEqual([]);
      expect(storage.adoptSchema(ORG, now)).toEqual(['equipment']);
      expect(storage.find(ORG, 'equipment', 'k1', '4471')).toEqual([{ ...kept, k1: '4471' }]);
      expect(storage.adoptSchema(ORG, now)).toEqual([]);
    });
  });
}
