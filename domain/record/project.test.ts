import { describe, expect, it } from 'vitest';
import { recordId } from '../ids.ts';
import { hospital } from '../schema/hospital.ts';
import type { Groups } from '../schema/types.ts';
import { project, type Projection } from './project.ts';

const SELF = recordId(2, 1, 1, 0);
const SITE = recordId(1, 1, 1, 0);
const SCANNER = recordId(1, 1, 2, 0);
const nowhere = (): null => null;
const at = (collection: string, groups: Groups, siteOf: () => typeof SITE | null = nowhere): Projection => {
  const def = hospital.collections[collection];
  if (!def) throw new Error(collection);
  return project(def, SELF, groups, siteOf);
};

describe('where a record is found', () => {
  it('[W-5] a site is its own site; people and teams belong to the whole organisation', () => {
    expect(at('site', { identity: { name: 'North' } })).toMatchObject({ site: SELF, parent: null, k1: 'North' });
    expect(at('person', { identity: { name: 'Anna' } }).site).toBeNull();
  });

  it('[W-5] equipment stands where its place says, also when it moves', () => {
    expect(at('equipment', { place: { site: SITE } }).site).toBe(SITE);
    expect(at('equipment', { place: { site: null } }).site).toBeNull();
    expect(at('equipment', {}).site).toBeNull();
  });

  it('[C-10] a device that is another one’s second entry hangs on that one, at its own place', () => {
    const groups = { place: { site: SITE }, alias: { of: SCANNER, name: 'acme' } };
    expect(at('equipment', groups)).toMatchObject({ parent: SCANNER, site: SITE });
    expect(at('equipment', { ...groups, alias: { of: null } }).parent).toBeNull();
    expect(at('site', { alias: { of: SCANNER } }).parent).toBeNull();
  });

  it('[W-5] a job follows its equipment, and its own site only where there is none', () => {
    const request = { request: { equipment: SCANNER, site: SELF } };
    expect(at('workOrder', request, () => SITE)).toMatchObject({ parent: SCANNER, site: SITE });
    expect(at('workOrder', request).site).toBe(SELF);
    expect(at('workOrder', { request: { site: SELF } }, () => SITE)).toMatchObject({ parent: null, site: SELF });
  });

  it('a row follows its job', () => {
    expect(at('note', { entry: { workOrder: SCANNER, text: 'x', writtenAt: 5 } }, () => SITE)).toEqual({
      parent: SCANNER,
      site: SITE,
      k1: null,
      k2: null,
      sort: 5,
    });
  });

  it('empty text, null and values of another kind are no key', () => {
    const odd = { assignment: { technician: '', scheduled: '2026' }, progress: { status: null } };
    expect(at('workOrder', odd)).toEqual({ parent: null, site: null, k1: null, k2: null, sort: null });
  });
});
