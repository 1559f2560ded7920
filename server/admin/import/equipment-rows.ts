/**
 * Rows of an equipment register. A device is known again by manufacturer and serial number, by the same rule by which the
 * server asks about two records for one thing (C-10): what an import brings is never asked about against what was there.
 * One without a serial number is known by its asset tag. Its site is named by code.
 */
import { z } from 'zod';
import type { RecordId } from '../../../domain/ids.ts';
import type { Fields } from '../../../domain/json.ts';
import { isLive, nameInWorld, standsFor } from '../../../domain/merge/unique.ts';
import { decodeBody } from '../../../domain/record/body.ts';
import { hospital } from '../../../domain/schema/hospital.ts';
import type { Storage } from '../../storage/contract/storage.ts';
import type { StoredRecord } from '../../storage/contract/types.ts';
import type { Form } from '../pen.ts';
import type { Column } from './columns.ts';
import { filled, type ImportKind } from './kind.ts';
import { reasonOf } from './reason.ts';

const column = (field: string, title: string, synonyms: string, required = false): Column => ({
  field,
  title,
  synonyms: synonyms.split(' '),
  required,
});

const COLUMNS: readonly Column[] = [
  column('type', 'the type of device', 'type devicetype equipmenttype description devicename name', true),
  column('serial', 'the serial number', 'serial serialnumber serialno sn'),
  column('assetTag', 'the asset tag', 'assettag asset tag assetnumber assetno inventorynumber inventoryno inventory'),
  column('manufacturer', 'the manufacturer', 'manufacturer maker make brand vendor'),
  column('model', 'the model', 'model modelname modelnumber modelno'),
  column(
    'site',
    'the code of the site',
    'site sitecode siteid hospital hospitalcode hospitalid facility providerid',
    true,
  ),
  column('room', 'the room', 'room roomnumber location place department'),
  column('condition', 'the condition', 'condition status'),
  column('reason', 'the reason of the condition', 'reason conditionreason'),
];

/** How people write conditions, in the form of letters alone. */
const CONDITIONS: { readonly [written: string]: string } = {
  inservice: 'inService',
  active: 'inService',
  ok: 'inService',
  inuse: 'inService',
  restricted: 'restricted',
  restricteduse: 'restricted',
  limited: 'restricted',
  outofservice: 'outOfService',
  defective: 'outOfService',
  broken: 'outOfService',
  inactive: 'outOfService',
};

const text = (title: string): z.ZodOptional<z.ZodString> =>
  z.string().max(400, `${title} is longer than 400 characters`).optional();

const rowShape = z
  .object({
    type: z.string().min(1, 'the type is empty').max(400, 'the type is longer than 400 characters'),
    serial: text('the serial number'),
    assetTag: text('the asset tag'),
    manufacturer: text('the manufacturer'),
    model: text('the model'),
    site: z.string().min(1, 'the site is empty'),
    room: text('the room'),
    condition: text('the condition'),
    reason: text('the reason'),
  })
  .refine(
    (row) => (row.serial ?? '') !== '' || (row.assetTag ?? '') !== '',
    'neither a serial number nor an asset tag',
  );

const def = hospital.collections['equipment'];

type Known = Pick<Storage, 'find' | 'named' | 'record'>;

export function equipmentRows(storage: Known, org: string): ImportKind {
  const sites = new Map<string, RecordId | null>();
  const siteOf = (code: string): RecordId | null => {
    let site = sites.get(code);
    if (site === undefined) {
      site = storage.find(org, 'site', 'k2', code)[0]?.id ?? null;
      sites.set(code, site);
    }
    return site;
  };
  return {
    collection: 'equipment',
    columns: COLUMNS,
    check(cells) {
      const parsed = rowShape.safeParse(cells);
      if (!parsed.success) return { ok: false, reason: reasonOf(parsed.error) };
      const { type, serial = '', assetTag = '', manufacturer = '', model, room, reason, ...row } = parsed.data;
      const site = siteOf(row.site);
      if (!site) return { ok: false, reason: `there is no site with the code "${row.site}"` };
      const state = conditionOf(row.condition);
      if (state === undefined)
        return {
          ok: false,
          reason: `"${row.condition ?? ''}" is no condition: in service, restricted or out of service`,
        };
      const identity = filled({ type, serial, assetTag, manufacturer, model });
      const form: Form = { identity, place: { site, ...filled({ room }) }, ...conditionForm(state, reason) };
      const name = def ? nameInWorld(def, { identity }) : null;
      const key = name ?? (serial === '' ? `tag ${assetTag}` : `serial ${manufacturer} ${serial}`);
      const found = name === null ? find(storage, org, identity) : byName(storage, org, name, identity);
      return { ok: true, key, form, found };
    },
  };
}

/** null: nothing said; undefined: not understood. */
function conditionOf(written: string | undefined): string | null | undefined {
  if (written === undefined || written === '') return null;
  return CONDITIONS[written.toLowerCase().replace(/[^a-z]/g, '')];
}

function conditionForm(state: string | null, reason: string | undefined): Form {
  return state === null ? {} : { condition: { state, ...filled({ reason }) } };
}

/** Of several that are known to be different devices the one that is spelled like the row; never one that is another (C-10). */
function byName(storage: Known, org: string, name: string, { manufacturer, serial }: Fields): StoredRecord | null {
  const all = storage.named(org, 'equipment', name).flatMap((r) => keptOf(storage, org, r) ?? []);
  const isSpelled = (r: StoredRecord): boolean => {
    const v = decodeBody(r.body)['identity']?.v;
    return v?.['manufacturer'] === manufacturer && v?.['serial'] === serial;
  };
  const live = all.filter((r) => isLive(decodeBody(r.body)));
  return live.find(isSpelled) ?? live[0] ?? all[0] ?? null;
}

/** The record itself, or the one that it stands for. Each stands for an older one, so that this ends. */
function keptOf(storage: Known, org: string, record: StoredRecord): StoredRecord | undefined {
  const other = standsFor(decodeBody(record.body));
  const next = other === null ? undefined : storage.record(org, other);
  return next ? keptOf(storage, org, next) : record;
}

function find(storage: Known, org: string, identity: Fields): StoredRecord | null {
  const { serial, assetTag, manufacturer = '' } = identity;
  if (typeof serial !== 'string') {
    return typeof assetTag === 'string' ? (storage.find(org, 'equipment', 'k2', assetTag)[0] ?? null) : null;
  }
  const same = storage.find(org, 'equipment', 'k1', serial).find((r) => {
    return (decodeBody(r.body)['identity']?.v['manufacturer'] ?? '') === manufacturer;
  });
  return same ?? null;
}
