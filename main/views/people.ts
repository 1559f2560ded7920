/** The people that this laptop knows. */
import type { PersonId } from '../../domain/ids.ts';
import { ROLES, type Role } from '../../domain/schema/types.ts';
import type { PersonView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { Reader, text } from './reader.ts';

/** By name; archived people are left out. */
export function people(ctx: ViewContext): readonly PersonView[] {
  const reader = new Reader(ctx);
  return reader.statements.named
    .all('person')
    .filter((row) => reader.shown(row)['archived']?.v['archived'] !== true)
    .map((row) => personOf(reader, row));
}

export function personView(reader: Reader, id: PersonId | null): PersonView | null {
  const row = id === null ? null : reader.row(id);
  return row && row.collection === 'person' ? personOf(reader, row) : null;
}

function personOf(reader: Reader, row: RecordRow): PersonView {
  const value = reader.shown(row)['identity']?.v ?? {};
  const role = ROLES.find((r) => r === value['role']) satisfies Role | undefined;
  return { id: row.id as PersonId, name: text(value['name']), role: role ?? 'technician' };
}
