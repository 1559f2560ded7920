/**
 * What a console needs to put its replica right (W-8): which records a site has, then those that it names. It sees
 * nothing here that it could not pull (H-1).
 */
import { isRecordId, type Position, type RecordId } from '../../domain/ids.ts';
import { frameText } from '../../protocol/wire/frame.ts';
import { DELTA_BYTES } from '../../protocol/wire/limits.ts';
import { PART_RECORDS, type PartAsk, type RowsAsk } from '../../protocol/wire/repair.ts';
import { columnsOf } from '../sync/delta.ts';
import { sees } from '../sync/publish.ts';
import type { DigestPage, StoredRecord } from '../storage/contract/types.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';

export function answerPart(session: Peer, greeted: Greeted, { ask, site: place, collection, from }: PartAsk): void {
  session.stream?.bringToEnd();
  const { storage, org } = session.ports;
  const site = place === '' ? null : (place as RecordId);
  const { position, incarnation } = storage.head(org);
  const isVisible = (site === null || isRecordId(site)) && sees(greeted.siteSet, site);
  const nothing: DigestPage = { rows: [], to: position, more: false };
  const page = isVisible ? storage.digestPage(org, site, from as Position, PART_RECORDS) : nothing;
  const rows = page.rows.filter((r) => r.collection === collection);
  session.send({
    k: 'part',
    ask,
    incarnation,
    position,
    to: page.to,
    more: page.more,
    id: rows.map((r) => r.id),
    pos: rows.map((r) => r.pos),
    digest: rows.map((r) => r.digest),
  });
}

export function answerRows(session: Peer, greeted: Greeted, { ask, ids }: RowsAsk): void {
  session.stream?.bringToEnd();
  const { storage, org, packer, metrics } = session.ports;
  const { position, incarnation } = storage.head(org);
  const found: StoredRecord[] = [];
  let taken = 0;
  for (let bytes = 0; taken < ids.length && bytes < DELTA_BYTES; taken++) {
    const id = ids[taken] ?? '';
    const row = isRecordId(id) ? storage.record(org, id) : undefined;
    if (!row || !sees(greeted.siteSet, row.site)) continue;
    found.push(row);
    bytes += row.body.length;
  }
  metrics.sentRows(found.length);
  const { rows, bodies } = columnsOf(found);
  session.link.send(packer.pack(frameText({ k: 'rows', ask, incarnation, position, taken, rows }, bodies)));
}
