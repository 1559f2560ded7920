/** Replica and server agree, byte for byte and sum for sum (W-8). */
import { expect } from 'vitest';
import { ORG, PEOPLE, type Rig } from './hospital.ts';
import type { TestConsole } from './console.ts';

export function expectAgreement(rig: Rig, console: TestConsole): void {
  const account = rig.storage.directory.account(ORG, PEOPLE[console.who]);
  const sites = account?.sites ?? null;
  const { position } = rig.storage.head(ORG);
  const visible = rig.storage.pullPage(ORG, sites, 0 as never, position, 1_000_000).rows;
  const here = console.replica.db
    .prepare<
      [],
      {
        id: string;
        body: string;
        shown: string | null;
        site: string | null;
        parent: string | null;
        k1: string | null;
        k2: string | null;
        sort: number | null;
        pos: number;
      }
    >('SELECT id, body, shown, site, parent, k1, k2, sort, pos FROM record ORDER BY id')
    .all();
  const there = visible
    .map(({ id, body, site, parent, k1, k2, sort, pos }) => ({
      id,
      body,
      shown: null,
      site,
      parent,
      k1,
      k2,
      sort,
      pos,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(here, `records of ${console.who}`).toEqual(there);
  const sums = rig.storage
    .digests(ORG)
    .filter((d) => d.count !== 0 && (sites === null || d.site === null || sites.includes(d.site)))
    .map((d) => [d.site ?? '', d.collection, d.sum, d.count].join(' '));
  const own = console.replica.digests.all.all().map((d) => [d.site, d.collection, d.sum, d.count].join(' '));
  expect(own.toSorted(), `digests of ${console.who}`).toEqual(sums.toSorted());
}
