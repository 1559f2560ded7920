/** Contract: pages of what a console may see (W-5). Every page size must give the same whole. */
import { describe, expect, it } from 'vitest';
import type { Position, RecordId } from '../../../domain/ids.ts';
import type { Storage } from './storage.ts';
import type { Factory } from './suite-factory.ts';
import { EAST, effects, found, id, NORTH, ORG, pos, record, SOUTH, write } from './suite-samples.ts';
import type { PullPage, StoredRecord } from './types.ts';

const SITES = [NORTH, SOUTH, EAST, null];
const sum = (rows: readonly StoredRecord[]): StoredRecord[] =>
  rows.toSorted((a, b) => a.pos - b.pos || (a.id < b.id ? -1 : 1));

/** 60 records over three sites and none; every tenth position touches three records. */
function world(): { rows: StoredRecord[]; head: number } {
  const rows: StoredRecord[] = [];
  let at = 0;
  for (let n = 1; n <= 60; n++) {
    if (n % 10 > 2 || n % 10 === 0) at++;
    rows.push(record(n, Math.max(1, at), { site: SITES[n % 4] ?? null }));
  }
  return { rows, head: at };
}

async function filled(open: Factory): Promise<{ storage: Storage; rows: StoredRecord[]; head: number }> {
  const { storage } = await open();
  found(storage);
  const { rows, head } = world();
  await write(storage, effects(head, { records: rows, digests: digestsOf(rows) }));
  return { storage, rows, head };
}

function digestsOf(
  rows: readonly StoredRecord[],
): { site: RecordId | null; collection: string; sum: number; count: number }[] {
  return SITES.map((site) => ({
    site,
    collection: 'equipment',
    sum: 0,
    count: rows.filter((r) => r.site === site).length,
  }));
}

/** All pages from `from` to the end. */
function follow(page: (from: Position) => PullPage, from: number, end: number): PullPage[] {
  const pages: PullPage[] = [];
  let cursor = pos(from);
  while (cursor < end) {
    const next = page(cursor);
    expect(next.to).toBeGreaterThan(cursor);
    cursor = next.to;
    pages.push(next);
    expect(pages.length).toBeLessThan(500);
  }
  return pages;
}

export function describePull(open: Factory): void {
  describe('pullPage', () => {
    const views: [string, readonly RecordId[] | null][] = [
      ['everything', null],
      ['one site', [NORTH]],
      ['two sites', [NORTH, EAST]],
      ['no site', []],
    ];
    for (const [name, sites] of views) {
      it(`[W-5] pages of any size give ${name} whole, in order, each record once, from wherever it broke off`, async () => {
        const { storage, rows, head } = await filled(open);
        const visible = sum(rows.filter((r) => sites === null || r.site === null || sites.includes(r.site)));
        for (const limit of [1, 2, 3, 7, 15, 1_000]) {
          const pages = follow((from) => storage.pullPage(ORG, sites, from, pos(head), limit), 0, head);
          expect(sum(pages.flatMap((p) => p.rows))).toEqual(visible);
          let done = 0;
          let from = 0;
          for (const page of pages) {
            done += page.rows.length;
            expect(page.remaining).toBe(visible.length - done);
            expect(page.rows.map((r) => r.pos)).toEqual(page.rows.map((r) => r.pos).toSorted((a, b) => a - b));
            const resumed = follow((at) => storage.pullPage(ORG, sites, at, pos(head), limit), from, head);
            expect(resumed.flatMap((p) => p.rows).length).toBe(visible.length - done + page.rows.length);
            from = page.to;
          }
        }
      });
    }

    it('[W-5] the cursor passes what is not visible', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, effects(900, { records: [record(1, 5, { site: SOUTH }), record(2, 900, { site: SOUTH })] }));
      expect(storage.pullPage(ORG, [NORTH], pos(0), pos(900), 10)).toEqual({
        rows: [],
        left: [],
        to: 900,
        remaining: 0,
      });
    });

    it('a range beyond the head ends at the head, and an empty range is empty', async () => {
      const { storage, head } = await filled(open);
      expect(storage.pullPage(ORG, null, pos(0), pos(head + 50), 1_000).to).toBe(head);
      expect(storage.pullPage(ORG, [NORTH], pos(head), pos(head), 10)).toEqual({
        rows: [],
        left: [],
        to: head,
        remaining: 0,
      });
    });

    it('[W-5] the range is bounded above: later rows wait', async () => {
      const { storage, rows } = await filled(open);
      const page = storage.pullPage(ORG, null, pos(3), pos(9), 1_000);
      expect(sum(page.rows)).toEqual(sum(rows.filter((r) => r.pos > 3 && r.pos <= 9)));
      expect(page.to).toBe(9);
    });

    it('`remaining` of a large rest may be an estimate, and is 0 only at the end', async () => {
      const { storage } = await open();
      found(storage);
      const rows = Array.from({ length: 6_000 }, (_, i) => record(i + 1, i + 1, { site: NORTH }));
      await write(
        storage,
        effects(6_000, { records: rows, digests: [{ site: NORTH, collection: 'equipment', sum: 0, count: 6_000 }] }),
      );
      for (const sites of [null, [NORTH]]) {
        const first = storage.pullPage(ORG, sites, pos(0), pos(6_000), 100);
        expect(first.remaining).toBeGreaterThan(5_000);
        expect(first.remaining).toBeLessThan(7_000);
        expect(storage.pullPage(ORG, sites, pos(5_000), pos(6_000), 999).remaining).toBe(1);
        expect(storage.pullPage(ORG, sites, pos(5_000), pos(6_000), 1_000).remaining).toBe(0);
      }
    });

    it('[W-5] a record that left is named to those who no longer see it, and to nobody else', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, effects(1, { records: [record(1, 1, { site: NORTH })] }));
      const moved = record(1, 2, { site: SOUTH, entered: pos(2) });
      await write(storage, effects(2, { records: [moved], left: [{ site: NORTH, pos: pos(2), record: id(1) }] }));

      expect(storage.pullPage(ORG, [NORTH], pos(1), pos(2), 10)).toEqual({
        rows: [],
        left: [id(1)],
        to: 2,
        remaining: 0,
      });
      expect(storage.pullPage(ORG, [SOUTH], pos(1), pos(2), 10)).toMatchObject({ rows: [moved], left: [] });
      expect(storage.pullPage(ORG, [NORTH, SOUTH], pos(1), pos(2), 10)).toMatchObject({ rows: [moved], left: [] });
      expect(storage.pullPage(ORG, null, pos(1), pos(2), 10)).toMatchObject({ rows: [moved], left: [] });
      expect(storage.pullPage(ORG, [NORTH], pos(2), pos(2), 10).left).toEqual([]);
    });

    it('[W-5] a record that left and came back is there, not gone', async () => {
      const { storage } = await open();
      found(storage);
      const back = record(1, 3, { site: NORTH, entered: pos(3) });
      const left = [
        { site: NORTH, pos: pos(2), record: id(1) },
        { site: SOUTH, pos: pos(3), record: id(1) },
      ];
      await write(storage, effects(3, { records: [back], left }));
      expect(storage.pullPage(ORG, [NORTH], pos(1), pos(3), 10)).toMatchObject({ rows: [back], left: [] });
      expect(storage.pullPage(ORG, [SOUTH], pos(1), pos(3), 10)).toMatchObject({ rows: [], left: [id(1)] });
    });

    it('[W-5] what belonged to everybody and now to one site leaves all others', async () => {
      const { storage } = await open();
      found(storage);
      await write(
        storage,
        effects(2, { records: [record(1, 2, { site: SOUTH })], left: [{ site: null, pos: pos(2), record: id(1) }] }),
      );
      expect(storage.pullPage(ORG, [NORTH], pos(1), pos(2), 10).left).toEqual([id(1)]);
      expect(storage.pullPage(ORG, [SOUTH], pos(1), pos(2), 10).left).toEqual([]);
    });
  });

  describe('sitePage', () => {
    it('[W-5] fills in one site, without what belongs to everybody, piece by piece', async () => {
      const { storage, rows, head } = await filled(open);
      for (const limit of [1, 4, 1_000]) {
        const pages = follow((from) => storage.sitePage(ORG, NORTH, from, pos(head), limit), 0, head);
        expect(sum(pages.flatMap((p) => p.rows))).toEqual(sum(rows.filter((r) => r.site === NORTH)));
        expect(pages.at(-1)?.remaining).toBe(0);
      }
    });

    it('[W-5] stops at its bound, and leaves what left to the log', async () => {
      const { storage } = await open();
      found(storage);
      const rows = [record(1, 3, { site: SOUTH }), record(2, 4, { site: NORTH }), record(3, 6, { site: NORTH })];
      await write(storage, effects(6, { records: rows, left: [{ site: NORTH, pos: pos(3), record: id(1) }] }));
      expect(storage.sitePage(ORG, NORTH, pos(0), pos(5), 10)).toEqual({
        rows: [rows[1]],
        left: [],
        to: 5,
        remaining: 0,
      });
    });
  });
}
