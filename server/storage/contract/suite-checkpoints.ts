/** Contract: signed checkpoints, and the chain values that they are made of. */
import { describe, expect, it } from 'vitest';
import type { KeptCheckpoint } from './checkpoints.ts';
import type { Factory } from './suite-factory.ts';
import { CHAIN, edit, effects, entry, found, HASH, ORG, pos, write } from './suite-samples.ts';

const checkpoint = (position: number, more: Partial<KeptCheckpoint> = {}): KeptCheckpoint => ({
  position: pos(position),
  incarnation: 'incarnation-1',
  chain: CHAIN,
  root: HASH,
  at: 1_790_000_000_000 + position,
  signature: `c2ln${position}`,
  peaks: [HASH, CHAIN],
  ...more,
});

export function describeCheckpoints(open: Factory): void {
  describe('checkpoints', () => {
    it('[A-1] are kept by position, whole, and the last one is that of the highest position', async () => {
      const { storage, reopen } = await open();
      found(storage);
      expect(storage.checkpoints.last(ORG)).toBeUndefined();
      storage.checkpoints.add(ORG, checkpoint(7));
      storage.checkpoints.add(ORG, checkpoint(3, { peaks: [] }));
      const again = await reopen();
      expect(again.checkpoints.last(ORG)).toEqual(checkpoint(7));
      expect(again.checkpoints.all(ORG).map((c) => [c.position, c.signature])).toEqual([
        [3, 'c2ln3'],
        [7, 'c2ln7'],
      ]);
      again.checkpoints.add(ORG, checkpoint(7, { signature: 'new' }));
      expect(again.checkpoints.all(ORG).map((c) => c.signature)).toEqual(['c2ln3', 'new']);
    });

    it('[A-1] chain values come in order of position, beyond a position, as many as asked for', async () => {
      const { storage } = await open();
      found(storage);
      const chains = ['aa', 'bb', 'cc', 'dd'].map((c) => c.repeat(32));
      await write(storage, effects(4, { log: chains.map((chain, i) => entry(i + 1, [edit(1)], { chain })) }));
      expect(storage.checkpoints.chains(ORG, pos(0), 2)).toEqual(chains.slice(0, 2));
      expect(storage.checkpoints.chains(ORG, pos(2), 9)).toEqual(chains.slice(2));
      expect(storage.checkpoints.chains(ORG, pos(4), 9)).toEqual([]);
    });
  });
}
