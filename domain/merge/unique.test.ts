import { describe, expect, it } from 'vitest';
import { recordId } from '../ids.ts';
import type { Position } from '../ids.ts';
import type { Body } from '../record/body.ts';
import { withSystem } from '../schema/system.ts';
import { hospital } from '../schema/hospital.ts';
import type { CollectionDef } from '../schema/types.ts';
import { isLive, nameInWorld, namingGroups, standsFor } from './unique.ts';

const { collections } = withSystem(hospital);
const of = (name: string): CollectionDef => {
  const def = collections[name];
  if (!def) throw new Error(name);
  return def;
};
const named = (manufacturer: string | number | null, serial: string | number | null): string | null =>
  nameInWorld(of('equipment'), { identity: { manufacturer, serial } });

describe('[C-10] the name of a thing in the world', () => {
  it('[C-10] is all unique fields together', () => {
    expect(named('Acme', '4471')).toBe('acme\n4471');
    expect(named('Acme 4', '471')).not.toBe(named('Acme', '4 471'));
    expect(namingGroups(of('equipment'))).toEqual(new Set(['identity']));
  });

  it.each([
    ['ACME ', ' ab-1'],
    ['acme', 'AB-1'],
    ['Ａｃｍｅ', 'aB-1\t'],
  ])('[C-10] case, spaces and the width of letters do not count: %s %s', (manufacturer, serial) => {
    expect(named(manufacturer, serial)).toBe('acme\nab-1');
  });

  it('[C-10] letters of any script are folded', () => {
    expect(named('DRÄGER', 'Ж-1')).toBe(named('dräger', 'ж-1'));
  });

  it.each(['', ' ', 'N/A', 'none', 'Unknown', '-', '???', '000', '0-0', 'n.a.', null, 7])(
    '[C-10] %s is no serial number',
    (serial) => {
      expect(named('Acme', serial)).toBeNull();
    },
  );

  it('[C-10] a serial number may be short, and hold zeros', () => {
    expect([named('Acme', '7'), named('Acme', '007'), named('Acme', 'N')]).not.toContain(null);
  });

  it('[C-10] what is not unique has no name', () => {
    expect(nameInWorld(of('site'), { identity: { name: 'North' } })).toBeNull();
    expect(namingGroups(of('site')).size).toBe(0);
  });
});

describe('[C-10] a record that is another', () => {
  const other = recordId(1, 1, 7, 0);
  const cell = (v: Body[string]['v']): Body[string] => ({ v, w: [], p: 1 as Position });

  it('[C-10] stands for it as long as the answer says so', () => {
    expect(standsFor({ alias: cell({ of: other }) })).toBe(other);
    expect([standsFor({}), standsFor({ alias: cell({ of: null }) })]).toEqual([null, null]);
  });

  it('[C-10] is as little to be confused with others as an archived one', () => {
    expect([{}, { archived: cell({ archived: false }) }, { alias: cell({ of: null }) }].map(isLive)).toEqual([
      true,
      true,
      true,
    ]);
    expect([{ archived: cell({ archived: true }) }, { alias: cell({ of: other }) }].map(isLive)).toEqual([
      false,
      false,
    ]);
  });
});
