import { describe, expect, it } from 'vitest';
import { fieldKinds, fieldTitle, wrongField } from './field-kind.ts';
import { hospital } from './hospital.ts';
import { withSystem } from './system.ts';
import type { GroupDef } from './types.ts';

const { collections } = withSystem(hospital);
const group = (collection: string, name: string): GroupDef => collections[collection]?.groups[name] as GroupDef;
const kinds = (of: GroupDef): object => Object.fromEntries([...fieldKinds(of)].map(([name, { kind }]) => [name, kind]));

describe('what kind of entry a field wants', () => {
  it('is read from the shape', () => {
    expect(kinds(group('workOrder', 'request'))).toEqual({
      number: 'line',
      kind: 'choice',
      title: 'line',
      symptom: 'prose',
      equipment: 'record',
      site: 'record',
      priority: 'choice',
      due: 'moment',
    });
    expect(kinds(group('partLine', 'entry'))).toMatchObject({
      quantity: 'number',
      serial: 'line',
      workOrder: 'record',
    });
    expect(kinds(group('note', 'archived'))).toEqual({ archived: 'yesNo', reason: 'line' });
    expect(fieldKinds(group('workOrder', 'progress')).get('status')).toMatchObject({
      values: expect.arrayContaining(['done']) as string[],
    });
  });

  it('every field of the schema has one that a person can fill in, or points to a record', () => {
    const all = Object.entries(collections)
      .filter(([, def]) => def.serverOnly !== true)
      .flatMap(([name, def]) =>
        Object.entries(def.groups).flatMap(([g, of]) =>
          [...fieldKinds(of)].map(([field, { kind }]) => `${name}.${g}.${field} ${kind}`),
        ),
      );
    expect(all.filter((line) => line.endsWith(' fixed'))).toEqual(['team.identity.sites fixed']);
  });

  it('names a field as people would, and the one that is wrong', () => {
    expect([fieldTitle('partNumber'), fieldTitle('due')]).toEqual(['Part number', 'Due']);
    expect(wrongField(group('workOrder', 'request'), { title: null })).toBe('title');
    expect(wrongField(group('workOrder', 'assignment'), { scheduled: 'soon' })).toBe('scheduled');
    expect(wrongField(group('workOrder', 'request'), { title: 'x' })).toBeNull();
  });
});
