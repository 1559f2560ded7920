/** Every statement of the server's database, prepared once per connection. */
import type { Connection } from '../open.ts';
import { accountTable, type AccountTable } from './account-table.ts';
import { checkpointTable, type CheckpointTable } from './checkpoint-table.ts';
import { deviceTable, type DeviceTable } from './device-table.ts';
import { incarnationTable, type IncarnationTable } from './incarnation-table.ts';
import { issuedAgainTable, type IssuedAgainTable } from './issued-again-table.ts';
import { ledgerTable, type LedgerTable } from './ledger-table.ts';
import { logTable, type LogTable } from './log-table.ts';
import { nameTable, type NameTable } from './name-table.ts';
import { organisationTable, type OrganisationTable } from './organisation-table.ts';
import { receiptTable, type ReceiptTable } from './receipt-table.ts';
import { recordRanges, recordTable, type RecordRanges, type RecordTable } from './record-table.ts';
import { secretTable, type SecretTable } from './secret-table.ts';
import { seenTable, type SeenTable } from './seen-table.ts';
import { viewTable, type ViewTable } from './view-table.ts';
import { waitingTable, type WaitingTable } from './waiting-table.ts';

export interface Tables {
  readonly organisations: OrganisationTable;
  readonly incarnations: IncarnationTable;
  readonly log: LogTable;
  readonly receipts: ReceiptTable;
  readonly records: RecordTable;
  readonly ranges: RecordRanges;
  readonly views: ViewTable;
  readonly waiting: WaitingTable;
  readonly seen: SeenTable;
  readonly accounts: AccountTable;
  readonly devices: DeviceTable;
  readonly secrets: SecretTable;
  readonly ledger: LedgerTable;
  readonly checkpoints: CheckpointTable;
  readonly names: NameTable;
  readonly issuedAgain: IssuedAgainTable;
}

export function allTables(db: Connection): Tables {
  return {
    organisations: organisationTable(db),
    incarnations: incarnationTable(db),
    log: logTable(db),
    receipts: receiptTable(db),
    records: recordTable(db),
    ranges: recordRanges(db),
    views: viewTable(db),
    waiting: waitingTable(db),
    seen: seenTable(db),
    accounts: accountTable(db),
    devices: deviceTable(db),
    secrets: secretTable(db),
    ledger: ledgerTable(db),
    checkpoints: checkpointTable(db),
    names: nameTable(db),
    issuedAgain: issuedAgainTable(db),
  };
}
