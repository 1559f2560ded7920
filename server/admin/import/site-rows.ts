/** Rows of a list of hospitals. A site is known again by its code. */
import { z } from 'zod';
import type { Storage } from '../../storage/contract/storage.ts';
import type { Column } from './columns.ts';
import { filled, type ImportKind } from './kind.ts';
import { reasonOf } from './reason.ts';

const COLUMNS: readonly Column[] = [
  {
    field: 'code',
    title: 'the code of the site',
    synonyms: ['code', 'sitecode', 'siteid', 'providerid', 'providernumber', 'ccn', 'facilityid', 'hospitalid', 'id'],
    required: true,
  },
  {
    field: 'name',
    title: 'the name of the site',
    synonyms: ['name', 'sitename', 'hospital', 'hospitalname', 'facility', 'facilityname'],
    required: true,
  },
  { field: 'city', title: 'the city', synonyms: ['city', 'town', 'place'], required: false },
  {
    field: 'region',
    title: 'the region',
    synonyms: ['region', 'state', 'province', 'county', 'canton'],
    required: false,
  },
];

const text = (title: string): z.ZodString => z.string().max(400, `${title} is longer than 400 characters`);
const rowShape = z.object({
  code: text('the code').min(1, 'the code is empty'),
  name: text('the name').min(1, 'the name is empty'),
  city: text('the city').optional(),
  region: text('the region').optional(),
});

export function siteRows(storage: Pick<Storage, 'find'>, org: string): ImportKind {
  return {
    collection: 'site',
    columns: COLUMNS,
    check(cells) {
      const row = rowShape.safeParse(cells);
      if (!row.success) return { ok: false, reason: reasonOf(row.error) };
      const found = storage.find(org, 'site', 'k2', row.data.code)[0] ?? null;
      return { ok: true, key: row.data.code, form: { identity: filled(row.data) }, found };
    },
  };
}
