/** The operator's own hand: changes of the import device, authored by an administrator of the organisation. */
import { FIRST_EPOCH, IMPORT_DEVICE } from '../../domain/ids.ts';
import type { Schema } from '../../domain/schema/types.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { Pen, type Author } from './pen.ts';

/** A pen that goes on where the last import ended. */
export function operatorPen(storage: Storage, org: string, schema: Schema): Pen {
  const mark = storage.seen(org, IMPORT_DEVICE, FIRST_EPOCH);
  const lastSeq = Math.max(mark?.highWater ?? 0, ...(mark?.above ?? []));
  return new Pen({ schema, device: IMPORT_DEVICE, epoch: FIRST_EPOCH, lastSeq });
}

/** The administrator who has been here longest: imports are written in their name. Null: there is none yet. */
export function firstAdmin(storage: Storage, org: string): Author | null {
  const admin = storage.directory.accounts(org).find((a) => a.role === 'admin' && a.disabledAt === null);
  return admin ? { person: admin.person, role: admin.role } : null;
}
