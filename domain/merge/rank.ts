/** Ranks under the policies that decide between people by role (C-3): higher wins, equal goes to review. */
import type { Policy, Role } from '../schema/types.ts';

const OFFICE_RANK: Readonly<Record<Role, number>> = { technician: 0, lead: 1, manager: 1, admin: 1 };
/** On site the technician's hands decide; everybody else ranks below and equal to each other. */
const FIELD_RANK: Readonly<Record<Role, number>> = { technician: 1, lead: 0, manager: 0, admin: 0 };

/** Positive: `incoming` outranks `standing`; negative: the reverse; 0: equal ranks, a person decides. */
export function compareRanks(policy: Extract<Policy, 'field' | 'office'>, incoming: Role, standing: Role): number {
  const table = policy === 'office' ? OFFICE_RANK : FIELD_RANK;
  return table[incoming] - table[standing];
}
