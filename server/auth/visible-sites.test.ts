import { expect, it } from 'vitest';
import { recordId } from '../../domain/ids.ts';
import { visibleSites } from './visible-sites.ts';

it("[H-1] technicians and leads see their team's sites, managers and admins all", () => {
  const sites = [recordId(1, 1, 1, 0)];
  expect(visibleSites('technician', sites)).toEqual(sites);
  expect(visibleSites('lead', sites)).toEqual(sites);
  expect(visibleSites('lead', null)).toEqual([]);
  expect(visibleSites('manager', sites)).toBeNull();
  expect(visibleSites('admin', null)).toBeNull();
});
