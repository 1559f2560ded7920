/**
 * The books that the server keeps about each device (L-1): a tally written in the transaction that decided, cheap to ask
 * for, and a recount from what is stored, which finds out when a row is missing.
 */
import type { Difference } from '../../../domain/ledger/compare.ts';
import type { Tally, TallyColumn } from '../../../domain/ledger/tally.ts';
import type { DeviceNo } from '../../../domain/ids.ts';

/** What one transaction changes in the tallies; may be negative. At most one for each (device, epoch, column). */
export interface TallyChange {
  readonly device: DeviceNo;
  readonly epoch: number;
  readonly column: TallyColumn;
  readonly edits: number;
}

export interface EpochTally {
  readonly epoch: number;
  readonly tally: Tally;
}

/** What a device said of itself last, and what was found when it did. */
export interface SaidBooks {
  readonly device: DeviceNo;
  /** Milliseconds UTC, by the server's clock. */
  readonly at: number;
  /** Edits that it made, over all epochs, as far as it keeps them. */
  readonly made: number;
  readonly differences: readonly Difference[];
}

export interface LedgerStore {
  /** Per epoch, as kept: a few rows, whatever the device has written. Oldest epoch first. */
  tallies(org: string, device: DeviceNo): readonly EpochTally[];
  /** The same counted from every receipt and every waiting change of the device: one row is read for each. */
  recount(org: string, device: DeviceNo): readonly EpochTally[];
  noteSaid(org: string, said: SaidBooks): void;
  /** By device number. */
  said(org: string): readonly SaidBooks[];
}
