/** The books of both ends balance: the server's with its own rows, and each laptop's with the server's (L-1). */
import { expect } from 'vitest';
import { compareBooks, type Difference } from '../../domain/ledger/compare.ts';
import type { DeviceNo } from '../../domain/ids.ts';
import { NO_TALLY, totalOf, type Tally } from '../../domain/ledger/tally.ts';
import { countOwnBooks } from '../../main/sync/own-books.ts';
import { ledgerOf } from '../../main/views/ledger.ts';
import { Reader } from '../../main/views/reader.ts';
import type { EpochTally } from '../../server/storage/contract/ledger.ts';
import type { TestConsole } from './console.ts';
import { ORG, type Rig } from './hospital.ts';

/** What is kept about every device is what its rows say. */
export function expectKeptBooks(rig: Rig): void {
  const { ledger, directory } = rig.storage;
  const filled = (list: readonly EpochTally[]): readonly EpochTally[] => list.filter((t) => totalOf(t.tally) !== 0);
  for (const { device } of directory.devices(ORG)) {
    const kept = filled(ledger.tallies(ORG, device));
    expect(kept, `books about device ${device}`).toEqual(filled(ledger.recount(ORG, device)));
  }
}

/** What this laptop would be told if it asked now. */
export async function differencesOf(rig: Rig, console: TestConsole): Promise<readonly Difference[]> {
  const { epochs = [] } = (await countOwnBooks(console.replica, () => Promise.resolve())) ?? {};
  const device = console.replica.identity()?.device ?? (0 as DeviceNo);
  const kept = new Map<number, Tally>(rig.storage.ledger.tallies(ORG, device).map((t) => [t.epoch, t.tally]));
  const granted = rig.storage.directory.device(ORG, device)?.epoch;
  return epochs.flatMap(
    (said) => compareBooks({ ...said, current: said.epoch === granted }, kept.get(said.epoch) ?? NO_TALLY) ?? [],
  );
}

export async function expectBooks(rig: Rig, ...consoles: readonly TestConsole[]): Promise<void> {
  expectKeptBooks(rig);
  for (const c of consoles) {
    expect(await differencesOf(rig, c), `books of ${c.who}`).toEqual([]);
    const { person, role } = c.author();
    const context = {
      replica: c.replica,
      person,
      role,
      canLeave: true,
      sendingSince: () => null,
      vouchedTo: null,
      now: 0,
      offset: 0,
    };
    expect(ledgerOf(new Reader(context)), `ledger of ${c.who}`).toMatchObject({ balances: true });
  }
}
