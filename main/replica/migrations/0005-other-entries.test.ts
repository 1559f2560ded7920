// Second entries of a device are found without reading the register.
import { expect, it } from 'vitest';
import { SampleReplica } from '../../views/sample-replica.ts';
import { statementsOf } from '../../views/statements.ts';

it('[C-10] the few that there are have an index of their own', () => {
  const s = new SampleReplica();
  const site = s.site('Mercy');
  const [kept, other] = [s.device(site), s.device(site)];
  s.job(kept);
  s.rewrite(other, { alias: { v: { of: kept } } });
  const { otherEntries } = statementsOf(s.replica);
  expect(otherEntries.all()).toEqual([{ rid: s.row(other).rid, id: other, parent: kept }]);
  const plan = s.replica.db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${otherEntries.source}`).all();
  expect(plan.map((step) => step.detail)).toEqual([expect.stringContaining('USING INDEX record_other_entry')]);
  s.close();
});
