/**
 * Reading everything again, after the server turned out to have less than this console was told (W-12). What is shown
 * stays on the screen until the server has sent what it has; what it has not sent when the reading is through, it does not
 * have, and that goes. Work of this laptop that has not left stays in any case. Half done, it goes on where it was.
 */
import { creatorOf, parseChangeId, type ChangeId, type Position, type RecordId } from '../../domain/ids.ts';
import { isPending, type ChangeState } from '../../domain/change/state.ts';
import { overlay } from '../../domain/record/overlay.ts';
import { pendingOn, removeRecord, uncount, writeShown } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { RecordRow } from '../replica/tables.ts';

/** Call inside the transaction that goes back. True when there is anything to be read again. */
export function unknowBeyond(replica: Replica, common: Position): boolean {
  const { beyond } = replica;
  const written = beyond.records.all(common);
  for (const { id, site, collection, digest } of written) {
    uncount(replica, { id, site, collection, digest, pos: common + 1 });
    replica.touch(id as RecordId, collection);
  }
  beyond.unknow.run(common);
  beyond.history.run(common);
  beyond.historyKnown.run(common, common);
  if (written.length === 0 && replica.cursor() <= common) return false;
  replica.unseen.addAll.run();
  beyond.sitesFilled.run();
  replica.setCursor(0 as Position);
  return true;
}

/** Call inside the transaction that takes the last piece: what has not come, the server does not show to this console. */
export function dropUnseen(replica: Replica): void {
  for (const id of replica.unseen.all.all()) {
    const row = replica.records.byId.get(id);
    if (!row) continue;
    if (pendingOn(replica, row.id as RecordId).length > 0) keepPendingOnly(replica, row);
    if (!isMadeByPending(replica, row.id as RecordId)) removeRecord(replica, row);
  }
  replica.unseen.clear.run();
}

/** Colleagues' part of the record is not at the server: should it come again, it comes whole. */
function keepPendingOnly(replica: Replica, row: RecordRow): void {
  if (row.pos > 0) uncount(replica, row);
  const bare = { ...row, pos: 0, digest: 0, body: '{}' };
  writeShown(replica, bare, overlay({}, pendingOn(replica, row.id as RecordId)));
}

/** The record came into the world here, and that has not been at the server yet. */
export function isMadeByPending(replica: Replica, record: RecordId): boolean {
  const device = replica.identity()?.device;
  let id: ChangeId | null = creatorOf(record);
  for (let steps = 0; id !== null && steps < 100; steps++) {
    const parts = parseChangeId(id);
    if (!parts || parts.device !== device) return false;
    const row = replica.changes.byKey.get(parts.epoch, parts.seq);
    if (!row) return false;
    if (row.state !== 'replaced') return isPending(row.state as ChangeState);
    id = row.replaced_by as ChangeId | null;
  }
  return false;
}
