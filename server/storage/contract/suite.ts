/** What every storage must do, whatever database is behind it: one suite, run on each. */
import { describeDirectory } from './suite-directory.ts';
import type { Factory } from './suite-factory.ts';
import { describeHistory } from './suite-history.ts';
import { describePull } from './suite-pull.ts';
import { describeTransact } from './suite-transact.ts';

export function describeStorage(open: Factory): void {
  describeTransact(open);
  describePull(open);
  describeHistory(open);
  describeDirectory(open);
}
