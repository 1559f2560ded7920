/** Values in plain words, with the names of the people and places that they point to. */
import type { Fields } from '../../domain/json.ts';
import { moment } from './moment.ts';
import { idIn, numberOf, text, type Reader } from './reader.ts';

export function wordsOf(reader: Reader, collection: string, group: string, value: Fields): string {
  const def = reader.def(collection)?.groups[group];
  if (!def) return '';
  if (collection === 'workOrder' && group === 'assignment') return scheduleWords(reader, value);
  if (collection === 'equipment' && group === 'place') {
    return [reader.name(idIn(value['site'])), def.words(value)].filter(Boolean).join(', ');
  }
  return def.words(value);
}

function scheduleWords(reader: Reader, value: Fields): string {
  const technician = idIn(value['technician']);
  const scheduled = numberOf(value['scheduled']);
  const who = technician === null ? 'nobody assigned' : reader.person(technician);
  return scheduled === null ? who : `${who}, ${moment(reader.ctx, scheduled)}`;
}

export function groupTitle(reader: Reader, collection: string, group: string): string {
  return reader.def(collection)?.groups[group]?.title ?? group;
}

/** "CT scanner SN 4471 · Radiology B1 · job 20417": where a record belongs, in one line. */
export function aboutRecord(reader: Reader, id: string): string {
  const row = reader.row(id);
  if (!row) return 'a record that is not on this laptop';
  const body = reader.shown(row);
  if (row.collection === 'equipment') {
    return [reader.name(id), text(body['place']?.v['room'])].filter(Boolean).join(' · ');
  }
  if (row.collection === 'workOrder') {
    const number = text(body['request']?.v['number']);
    const above = row.parent === null ? '' : aboutRecord(reader, row.parent);
    return [above, number ? `job ${number}` : reader.name(id)].filter(Boolean).join(' · ');
  }
  const above = row.parent === null ? '' : aboutRecord(reader, row.parent);
  return [reader.name(id), above].filter(Boolean).join(' · ');
}

export function siteName(reader: Reader, site: string | null): string {
  return reader.name(site);
}
