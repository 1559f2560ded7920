/** Contract: the log's incarnations, what is safe of it, and the epochs of a server's lost days (W-12, W-2). */
import { describe, expect, it } from 'vitest';
import { FIRST_EPOCH, type DeviceNo, type Epoch } from '../../../domain/ids.ts';
import type { Storage } from './storage.ts';
import type { Factory } from './suite-factory.ts';
import { CHAIN, edit, effects, entry, found, ORG, PERSON, pos, write } from './suite-samples.ts';

const FOUNDED = {
  incarnation: 'incarnation-1',
  began: 0,
  cause: 'founded',
  at: 1_790_000_000_000,
  lost: null,
} as const;
const RESTORED = { incarnation: 'incarnation-2', cause: 'restored', at: 7, lost: null } as const;

/** A log with one entry per time of receipt. */
async function received(storage: Storage, ...times: readonly number[]): Promise<void> {
  const log = times.map((receivedAt, i) => entry(i + 1, [edit(i + 1)], { receivedAt }));
  await write(storage, effects(times.length, { log }));
}

function laptop(storage: Storage): DeviceNo {
  return storage.directory.addDevice(ORG, {
    name: 'Toughbook 7',
    publicKey: 'MCowBQYDK2VwAyEA',
    epoch: FIRST_EPOCH,
    person: PERSON,
    enrolledAt: 1,
    revokedAt: null,
    lastSeenAt: null,
    app: null,
  });
}

export function describeIncarnations(open: Factory): void {
  describe('incarnations', () => {
    it('[W-12] the first one begins with the organisation, the next one at the present head, and both are kept', async () => {
      const { storage, reopen } = await open();
      found(storage);
      expect(storage.incarnations.all(ORG)).toEqual([FOUNDED]);
      await received(storage, 1, 2, 3);
      const head = storage.incarnations.begin(ORG, RESTORED);
      expect(head).toMatchObject({ incarnation: 'incarnation-2', position: 3, chain: CHAIN });
      storage.incarnations.begin(ORG, { incarnation: 'incarnation-3', cause: 'proved', at: 9, lost: 'incarnation-x' });
      const again = await reopen();
      expect(again.head(ORG)).toEqual({ ...head, incarnation: 'incarnation-3' });
      expect(again.incarnations.all(ORG)).toEqual([
        FOUNDED,
        { ...RESTORED, began: 3 },
        { incarnation: 'incarnation-3', began: 3, cause: 'proved', at: 9, lost: 'incarnation-x' },
      ]);
    });

    it('[W-12] the chain head at a position: empty at the beginning, unknown beyond the end', async () => {
      const { storage } = await open();
      found(storage);
      await received(storage, 1, 2);
      expect([0, 1, 2, 3].map((p) => storage.chainAt(ORG, p))).toEqual(['', CHAIN, CHAIN, undefined]);
    });

    it('[W-12] what a backup covers is safe: never beyond the head, and never less than before', async () => {
      const { storage } = await open();
      found(storage);
      await received(storage, 1, 2, 3);
      const safe = (covered: number): number => {
        storage.incarnations.covered(ORG, pos(covered));
        return storage.head(ORG).safePosition;
      };
      expect([safe(2), safe(1), safe(99)]).toEqual([2, 2, 3]);
    });

    it('[W-12] a file that is a backup says so until an incarnation begins on it', async () => {
      const { storage, reopen } = await open();
      found(storage);
      expect(storage.incarnations.isBackup(ORG)).toBe(false);
      storage.incarnations.markAsBackup(ORG, 5);
      storage.incarnations.markAsBackup(ORG, 6);
      const again = await reopen();
      expect(again.incarnations.isBackup(ORG)).toBe(true);
      again.incarnations.begin(ORG, RESTORED);
      expect(again.incarnations.isBackup(ORG)).toBe(false);
    });

    it('[W-12] the last position that was received by a time', async () => {
      const { storage } = await open();
      found(storage);
      expect(storage.incarnations.positionAt(ORG, 100)).toBe(0);
      await received(storage, 10, 10, 20, 30, 30, 30, 40);
      const at = (time: number): number => storage.incarnations.positionAt(ORG, time);
      expect([9, 10, 19, 20, 30, 39, 40, 500].map(at)).toEqual([0, 2, 2, 3, 6, 6, 7, 7]);
    });

    it('[W-2, W-12] no epoch is granted that a laptop claims, or that a lost server may have granted', async () => {
      const { storage } = await open();
      found(storage);
      const { directory, incarnations } = storage;
      const [one, two] = [laptop(storage), laptop(storage)];
      directory.claimEpoch(ORG, one, 4 as Epoch);
      directory.claimEpoch(ORG, one, 3 as Epoch);
      expect([directory.device(ORG, one)?.epoch, directory.newestEpoch(ORG, one)]).toEqual([4, 4]);
      expect(directory.grantEpoch(ORG, one)).toBe(5);
      incarnations.begin(ORG, RESTORED);
      expect(directory.device(ORG, two)?.epoch).toBe(1);
      expect(directory.newestEpoch(ORG, two)).toBeGreaterThan(1);
      const granted = [directory.grantEpoch(ORG, two), directory.grantEpoch(ORG, two)] as const;
      expect(granted[0]).toBeGreaterThan(5);
      expect(granted[1]).toBe(granted[0] + 1);
      for (let i = 0; i < 400; i++) incarnations.begin(ORG, { ...RESTORED, incarnation: `i${i}` });
      expect(directory.newestEpoch(ORG, two)).toBeLessThan(36 ** 2);
    });
  });
}
