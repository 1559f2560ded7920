/** The sites that a person looks after: those of the teams that they manage or belong to. */
import { isRecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { Reader } from './reader.ts';

/** Null when no team names any: then every site on this laptop is one of theirs. */
export function sitesOfMine(reader: Reader): ReadonlySet<string> | null {
  const { person } = reader.ctx;
  const me = reader.row(person);
  const mine = me ? reader.shown(me)['identity']?.v['team'] : null;
  const sites: readonly Json[] = reader.statements.named.all('team').flatMap((row) => {
    const team = reader.shown(row)['identity']?.v ?? {};
    const list = team['sites'];
    const isMine = team['manager'] === person || row.id === mine;
    return isMine && Array.isArray(list) ? (list as readonly Json[]) : [];
  });
  const known = sites.filter((site): site is string => typeof site === 'string' && isRecordId(site));
  return known.length === 0 ? null : new Set(known);
}
