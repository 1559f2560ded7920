/**
 * What devices may do and see, and who answers questions, read once and kept until the directory changes: admission
 * asks for them with every batch.
 */
import type { DeviceNo, RecordId } from '../../../domain/ids.ts';
import { REVIEWERS } from '../../../domain/question/reviewers.ts';
import type { Account } from '../contract/directory.ts';
import type { DeviceGrant, Reviewer } from '../contract/types.ts';
import type { Tables } from './tables/all-tables.ts';

export interface Grants {
  of(org: number, device: DeviceNo): DeviceGrant | undefined;
  reviewers(org: number, site: RecordId | null): readonly Reviewer[];
  /** To be called after every write to the directory. */
  forget(): void;
}

export function createGrants(tables: Tables): Grants {
  const grants = new Map<string, DeviceGrant>();
  const accounts = new Map<number, readonly Account[]>();
  return {
    of(org, device) {
      const key = `${org}.${device}`;
      const known = grants.get(key);
      if (known) return known;
      const read = readGrant(tables, org, device);
      if (read) grants.set(key, read);
      return read;
    },
    reviewers(org, site) {
      let all = accounts.get(org);
      if (!all) {
        all = tables.accounts.all(org);
        accounts.set(org, all);
      }
      return reviewersAmong(all, site);
    },
    forget() {
      grants.clear();
      accounts.clear();
    },
  };
}

function readGrant(tables: Tables, org: number, device: DeviceNo): DeviceGrant | undefined {
  const row = tables.devices.get(org, device);
  if (!row) return undefined;
  const views = tables.devices.views(org, device);
  return {
    device,
    publicKey: row.publicKey,
    revoked: row.revokedAt !== null,
    epoch: row.epoch,
    leases: tables.devices.leases(org, device),
    sites: views.at(-1) === undefined ? [] : (views.at(-1) ?? null),
    everSites: everSeen(views),
  };
}

function everSeen(views: readonly (readonly RecordId[] | null)[]): readonly RecordId[] | null {
  const all = new Set<RecordId>();
  for (const sites of views) {
    if (sites === null) return null;
    for (const site of sites) all.add(site);
  }
  return [...all];
}

/**
 * Managers of that site, then leads of that site, then admins (C-4). Who names the site comes before who sees all; among
 * equals the one who has been here longest, so that the answer does not depend on chance.
 */
function reviewersAmong(accounts: readonly Account[], site: RecordId | null): readonly Reviewer[] {
  return REVIEWERS.flatMap((role) => {
    const active = accounts.filter((a) => a.role === role && a.disabledAt === null);
    const named = active.filter((a) => site !== null && a.sites?.includes(site) === true);
    const others = active.filter((a) => a.sites === null || site === null);
    return [...named, ...others].map(({ person }) => ({ person, role }));
  });
}
