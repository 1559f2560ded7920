/** What every storage must do, whatever database is behind it: one suite, run on each. */
import { describeCheckpoints } from './suite-checkpoints.ts';
import { describeCompare } from './suite-compare.ts';
import { describeDirectory } from './suite-directory.ts';
import type { Factory } from './suite-factory.ts';
import { describeHistory } from './suite-history.ts';
import { describeIncarnations } from './suite-incarnations.ts';
import { describeLedger } from './suite-ledger.ts';
import { describeNames } from './suite-names.ts';
import { describePull } from './suite-pull.ts';
import { describeTransact } from './suite-transact.ts';

export function describeStorage(open: Factory): void {
  describeTransact(open);
  describePull(open);
  describeCompare(open);
  describeHistory(open);
  describeDirectory(open);
  describeIncarnations(open);
  describeLedger(open);
  describeNames(open);
  describeCheckpoints(open);
}
