/**
 * A laptop's books against the server's (L-1). Whatever cannot be explained is logged, counted, kept for the lead and told
 * to the laptop. It costs a few rows, however much the laptop has written, so that a thousand may ask at once.
 */
import { compareBooks, type Difference } from '../../domain/ledger/compare.ts';
import { NO_TALLY } from '../../domain/ledger/tally.ts';
import { fromColumns, toColumns, type LedgerMessage } from '../../protocol/wire/ledger.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';

export function answerLedger(session: Peer, greeted: Greeted, { ask, made, epochs }: LedgerMessage): void {
  const { storage, org, clock, log, metrics } = session.ports;
  const kept = new Map(storage.ledger.tallies(org, greeted.device).map((t) => [t.epoch, t.tally]));
  // A laptop that was cloned goes on in the epoch that the other copy has left: that is known, and no news (W-2).
  const granted = storage.directory.device(org, greeted.device)?.epoch;
  const differences = epochs.flatMap(([epoch, open, columns]): readonly Difference[] => {
    const said = { epoch, open, told: fromColumns(columns), current: epoch === granted };
    const found = compareBooks(said, kept.get(epoch) ?? NO_TALLY);
    return found ? [found] : [];
  });
  for (const difference of differences) {
    metrics.ledgerDiffers?.(difference.kind);
    log({ event: 'ledger differs', device: greeted.device, ...difference });
  }
  storage.ledger.noteSaid(org, { device: greeted.device, at: clock(), made, differences });
  session.send({
    k: 'ledgerAnswer',
    ask,
    epochs: epochs.map(([epoch]) => [epoch, toColumns(kept.get(epoch) ?? NO_TALLY)]),
    differences: [...differences],
  });
}
