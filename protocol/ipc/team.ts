/** What the screen Team is given: the re-open rate, person by person and day by day (STAT-1). */
import type { PersonId } from '../../domain/ids.ts';
import type { PersonDay, Release } from '../../domain/visit-stat/rates.ts';

export interface TeamView {
  /** First and last day shown, "2026-11-22". */
  readonly from: string;
  readonly to: string;
  readonly people: readonly { readonly id: PersonId; readonly name: string }[];
  readonly days: readonly PersonDay[];
  /** When a new version of the app came into use. */
  readonly releases: readonly Release[];
}
