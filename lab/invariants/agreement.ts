/** Every replica holds what the server would show it, byte for byte, and the sums of both agree (W-8). */
import { NO_POSITION } from '../../domain/ids.ts';
import type { StoredRecord } from '../../server/storage/contract/types.ts';
import { ORG } from '../world/hospital.ts';
import type { LabLaptop } from '../world/laptop.ts';
import type { World } from '../world/world.ts';
import type { Findings } from './violation.ts';

type Row = Pick<StoredRecord, 'id' | 'body' | 'site' | 'parent' | 'k1' | 'k2' | 'sort' | 'pos'>;

export function checkAgreement(world: World, findings: Findings): void {
  for (const { laptop } of world.seats) findings.look('replicas agree', differenceOf(world, laptop));
}

function differenceOf(world: World, laptop: LabLaptop): string | null {
  const storage = world.server.storage();
  const raw = laptop.database();
  if (!storage || !raw) return `${laptop.name} cannot be looked at`;
  const sites = storage.directory.account(ORG, laptop.member.person)?.sites ?? null;
  const { position } = storage.head(ORG);
  const there = new Map(storage.pullPage(ORG, sites, NO_POSITION, position, 1_000_000).rows.map((r) => [r.id, r]));
  const here = raw
    .prepare<[], Row & { shown: string | null; collection: string }>(
      'SELECT id, collection, body, shown, site, parent, k1, k2, sort, pos FROM record',
    )
    .all();
  // What a list is sorted by is reckoned from the values by each program as it knows them.
  const isSame = laptop.schema === world.server.schema;
  for (const row of here) {
    const isKnown = isSame && laptop.schema.collections[row.collection] !== undefined;
    const other = there.get(row.id);
    if (!other) {
      // Held work keeps the record that it lies on, though that has left the view, or was never at the server.
      if (row.shown !== null && (row.pos === 0 || isLeaving(laptop, row.id))) continue;
      return `${laptop.name} has ${row.id}, which it should not see`;
    }
    const field = (['body', 'site', 'parent', 'k1', 'k2', 'sort', 'pos'] as const).find(
      (f) =>
        row[f] !== other[f] &&
        (isKnown || f === 'body' || f === 'pos') &&
        (row.shown === null || f === 'body' || f === 'pos'),
    );
    if (field)
      return `${laptop.name}: ${field} of ${row.id} is ${String(row[field])}, at the server ${String(other[field])}`;
    there.delete(row.id);
  }
  const [missing] = there.keys();
  if (missing) return `${laptop.name} lacks ${missing}`;
  return sumsOf(world, laptop, sites);
}

function isLeaving(laptop: LabLaptop, id: string): boolean {
  return laptop.database()?.prepare('SELECT 1 FROM meta WHERE key = ?').get(`leaving ${id}`) !== undefined;
}

function sumsOf(world: World, laptop: LabLaptop, sites: readonly string[] | null): string | null {
  const storage = world.server.storage();
  const raw = laptop.database();
  if (!storage || !raw) return null;
  const sees = (site: string | null): boolean => sites === null || site === null || sites.includes(site);
  const text = (d: { site: string | null; collection: string; sum: number; count: number }): string =>
    `${d.site ?? ''} ${d.collection} ${d.sum} ${d.count}`;
  const server = storage
    .digests(ORG)
    .filter((d) => d.count !== 0 && sees(d.site))
    .map(text)
    .toSorted();
  const own = raw
    .prepare<[], { site: string; collection: string; sum: number; count: number }>(
      'SELECT site, collection, sum, count FROM digest WHERE count <> 0',
    )
    .all()
    .map(text)
    .toSorted();
  const wrong = server.find((line, i) => line !== own[i]) ?? own.find((line, i) => line !== server[i]);
  return wrong ? `${laptop.name}: the sums differ at "${wrong}"` : null;
}
