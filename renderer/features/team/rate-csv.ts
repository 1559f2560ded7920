/** The person-days as a file for a spreadsheet: one line each, quoted, and nothing that a spreadsheet would run. */
import { percent } from './rate-plot.ts';
import type { TeamView } from '../../../protocol/ipc/team.ts';

const HEAD = ['day', 'person', 'saves', 're-opened', 'rate'];

export function rateCsv({ days, people, releases }: Pick<TeamView, 'days' | 'people' | 'releases'>): string {
  const names = new Map(people.map((p) => [p.id, p.name]));
  const rows = days.map((d) => [
    d.day,
    names.get(d.person) ?? '',
    String(d.saves),
    String(d.reopened),
    percent(d.reopened / d.saves),
  ]);
  const versions = releases.map(({ day, app }) => [day, `release ${app}`, '', '', '']);
  return [HEAD, ...rows, ...versions].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
