/** Statements on `tally` and `ledger_said`: the books about each device (L-1). */
import type { Difference } from '../../../../domain/ledger/compare.ts';
import { Count, type TallyColumn } from '../../../../domain/ledger/tally.ts';
import type { EditOutcome } from '../../../../domain/change/outcome.ts';
import type { DeviceNo } from '../../../../domain/ids.ts';
import type { EpochTally, SaidBooks, TallyChange } from '../../contract/ledger.ts';
import type { Connection } from '../open.ts';

export interface LedgerTable {
  add(org: number, change: TallyChange): void;
  tallies(org: number, device: DeviceNo): readonly EpochTally[];
  recount(org: number, device: DeviceNo): readonly EpochTally[];
  noteSaid(org: number, said: SaidBooks): void;
  said(org: number): readonly SaidBooks[];
}

export function ledgerTable(db: Connection): LedgerTable {
  const add = db.prepare<[number, number, number, string, number]>(
    `INSERT INTO tally (org, device, epoch, outcome, edits) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (org, device, epoch, outcome) DO UPDATE SET edits = edits + excluded.edits`,
  );
  const kept = db
    .prepare<[number, number], [number, TallyColumn, number]>(
      'SELECT epoch, outcome, edits FROM tally WHERE org = ? AND device = ? ORDER BY epoch',
    )
    .raw();
  /** The entry of the log says how many edits a change had; where it is gone, it has none. */
  const receipts = db
    .prepare<[number, number], [number, string | null, number | null]>(
      `SELECT r.epoch, r.outcome, json_array_length(l.edits) FROM receipt r LEFT JOIN log l ON l.org = r.org AND l.pos = r.pos
       WHERE r.org = ? AND r.device = ? AND length(r.hash) > 0`,
    )
    .raw();
  const waiting = db
    .prepare<[number, number], [number, number]>(
      "SELECT epoch, json_array_length(change, '$.edits') FROM waiting WHERE org = ? AND device = ?",
    )
    .raw();
  return {
    add: (org, { device, epoch, column, edits }) => void add.run(org, device, epoch, column, edits),
    tallies(org, device) {
      const epochs = new Epochs();
      for (const [epoch, column, edits] of kept.all(org, device)) epochs.of(epoch).add(column, edits);
      return epochs.list();
    },
    recount(org, device) {
      const epochs = new Epochs();
      for (const [epoch, outcome, edits] of receipts.iterate(org, device)) {
        const outcomes = outcome === null ? null : (JSON.parse(outcome) as readonly EditOutcome[]);
        epochs.of(epoch).addOutcomes(outcomes, edits ?? 0);
      }
      for (const [epoch, edits] of waiting.all(org, device)) epochs.of(epoch).add('waiting', edits);
      return epochs.list();
    },
    ...saidTable(db),
  };
}

function saidTable(db: Connection): Pick<LedgerTable, 'noteSaid' | 'said'> {
  const put = db.prepare<[number, number, number, number, string]>(
    `INSERT INTO ledger_said (org, device, at, made, differences) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (org, device) DO UPDATE SET at = excluded.at, made = excluded.made, differences = excluded.differences`,
  );
  const all = db
    .prepare<[number], [DeviceNo, number, number, string]>(
      'SELECT device, at, made, differences FROM ledger_said WHERE org = ? ORDER BY device',
    )
    .raw();
  return {
    noteSaid: (org, { device, at, made, differences }) =>
      void put.run(org, device, at, made, JSON.stringify(differences)),
    said: (org) =>
      all.all(org).map(([device, at, made, differences]) => ({
        device,
        at,
        made,
        differences: JSON.parse(differences) as readonly Difference[],
      })),
  };
}

class Epochs {
  private readonly counts = new Map<number, Count>();

  of(epoch: number): Count {
    let count = this.counts.get(epoch);
    if (!count) this.counts.set(epoch, (count = new Count()));
    return count;
  }

  list(): readonly EpochTally[] {
    return [...this.counts.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([epoch, count]) => ({ epoch, tally: count.tally() }));
  }
}
