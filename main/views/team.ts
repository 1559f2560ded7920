/**
 * The re-open rate as leads see it (STAT-1): the person-days that this laptop knows of, and when a new version of the app came
 * into use. Nothing is asked of the server: the reports are records like others.
 */
import type { PersonId } from '../../domain/ids.ts';
import { parseRecordId } from '../../domain/ids.ts';
import type { Role } from '../../domain/schema/types.ts';
import { personDays, releasesIn, type StatReport } from '../../domain/visit-stat/rates.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { TeamInput } from '../../protocol/ipc/inputs.ts';
import type { TeamView } from '../../protocol/ipc/team.ts';
import type { RecordRow } from '../replica/tables.ts';
import { DAY_MS, startOfDay, type ViewContext } from './context.ts';
import { numberOf, Reader, text } from './reader.ts';

const MAY_SEE: ReadonlySet<Role> = new Set(['lead', 'manager', 'admin']);
const MINUTE_MS = 60_000;

/** @throws ConsoleFault notAllowed for a technician: what colleagues do is for those who lead them. */
export function teamView(ctx: ViewContext, { days }: TeamInput): TeamView {
  if (!MAY_SEE.has(ctx.role)) {
    const words = 'The team’s figures are for leads, managers and administrators.';
    throw new ConsoleFault({ kind: 'notAllowed', words, field: null, code: 'not-a-lead' });
  }
  const reader = new Reader(ctx);
  const to = dayOf(ctx, ctx.now);
  const from = dayOf(ctx, startOfDay(ctx, ctx.now) - (days - 1) * DAY_MS);
  const all = reader.statements.reportsSince.all('').flatMap((row) => reportOf(reader, row));
  const shown = personDays(all).filter((d) => d.day >= from && d.day <= to);
  const people = [...new Set(shown.map((d) => d.person))].map((id) => ({ id, name: reader.person(id) }));
  return {
    from,
    to,
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)),
    days: shown,
    releases: releasesIn(all).filter((r) => r.day >= from && r.day <= to),
  };
}

function reportOf(reader: Reader, row: RecordRow): StatReport | [] {
  const v = reader.shown(row)['entry']?.v ?? {};
  const [person, day] = [text(v['person']), text(v['day'])];
  const device = parseRecordId(row.id)?.device;
  if (person === '' || !/^\d{4}-\d\d-\d\d$/.test(day) || device === undefined) return [];
  return {
    person: person as PersonId,
    device,
    day,
    saves: numberOf(v['saves']) ?? 0,
    reopened: numberOf(v['reopened']) ?? 0,
    app: text(v['app']),
  };
}

function dayOf({ offset }: ViewContext, at: number): string {
  return new Date(at + offset * MINUTE_MS).toISOString().slice(0, 10);
}
