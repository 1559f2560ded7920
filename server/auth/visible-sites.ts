/** Which sites a role sees: technicians and leads their team's, managers and admins all of the organisation (H-1). */
import type { RecordId } from '../../domain/ids.ts';
import type { Role } from '../../domain/schema/types.ts';

/** null: all of the organisation. Without a team a technician sees what belongs to everybody, and no site. */
export function visibleSites(role: Role, teamSites: readonly RecordId[] | null): readonly RecordId[] | null {
  return role === 'manager' || role === 'admin' ? null : (teamSites ?? []);
}
