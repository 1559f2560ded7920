/** Contract: the books about devices, kept and recounted. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../domain/change/change.ts';
import { changeId, type DeviceNo } from '../../../domain/ids.ts';
import { NO_TALLY } from '../../../domain/ledger/tally.ts';
import type { Factory } from './suite-factory.ts';
import { DEVICE, edit, effects, entry, EPOCH, found, HASH, ORG, receipt, seq, write } from './suite-samples.ts';

const waits = { device: DEVICE, epoch: EPOCH, seq: seq(4), edits: [{}, {}] } as unknown;

const written = effects(3, {
  log: [entry(1, [edit(1), edit(2)]), entry(2, [edit(3)]), entry(3, [])],
  receipts: [
    receipt(1),
    receipt(2, { outcome: [{ kind: 'superseded', rule: 'office', by: null }] }),
    receipt(3, { outcome: [{ kind: 'refused', code: 'wrongShape', words: '' }] }),
    receipt(9, { hash: '', outcome: [{ kind: 'replaced', by: changeId(DEVICE, EPOCH, 3) }] }),
  ],
  waitingAdded: [{ change: waits as Change, hash: HASH, forChange: changeId(3, 1, 4), since: 5, until: 10 }],
  tallies: [
    { device: DEVICE, epoch: EPOCH, column: 'applied', edits: 2 },
    { device: DEVICE, epoch: EPOCH, column: 'superseded', edits: 1 },
    { device: DEVICE, epoch: EPOCH, column: 'refused', edits: 1 },
    { device: DEVICE, epoch: EPOCH, column: 'waiting', edits: 2 },
  ],
});
const counted = { ...NO_TALLY, applied: 2, superseded: 1, refused: 1, waiting: 2 };

export function describeLedger(open: Factory): void {
  describe('ledger', () => {
    it('[L-1] what is kept is what a recount finds; a change that never arrived is in neither', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, written);
      expect(storage.ledger.tallies(ORG, DEVICE)).toEqual([{ epoch: EPOCH, tally: counted }]);
      expect(storage.ledger.recount(ORG, DEVICE)).toEqual([{ epoch: EPOCH, tally: counted }]);
      expect(storage.ledger.tallies(ORG, 77 as DeviceNo)).toEqual([]);
    });

    it('[L-1] later decisions are added and taken out, epoch by epoch', async () => {
      const { storage } = await open();
      found(storage);
      await write(storage, written);
      const moved = [
        { device: DEVICE, epoch: EPOCH, column: 'applied', edits: -1 },
        { device: DEVICE, epoch: EPOCH, column: 'superseded', edits: 1 },
        { device: DEVICE, epoch: 2, column: 'applied', edits: 5 },
      ] as const;
      await write(storage, effects(4, { tallies: moved }));
      expect(storage.ledger.tallies(ORG, DEVICE)).toEqual([
        { epoch: 1, tally: { ...counted, applied: 1, superseded: 2 } },
        { epoch: 2, tally: { ...NO_TALLY, applied: 5 } },
      ]);
    });

    it('[L-1] what a device said last is kept, one row for each', async () => {
      const { storage } = await open();
      found(storage);
      const differences = [{ epoch: 1, kind: 'missingAtServer', edits: 2 }] as const;
      storage.ledger.noteSaid(ORG, { device: DEVICE, at: 1, made: 7, differences });
      storage.ledger.noteSaid(ORG, { device: DEVICE, at: 2, made: 8, differences: [] });
      storage.ledger.noteSaid(ORG, { device: 3 as DeviceNo, at: 3, made: 1, differences });
      expect(storage.ledger.said(ORG)).toEqual([
        { device: DEVICE, at: 2, made: 8, differences: [] },
        { device: 3, at: 3, made: 1, differences },
      ]);
    });
  });
}
