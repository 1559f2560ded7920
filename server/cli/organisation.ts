/** `organisation`: what holds for everybody here. Today: after how long an open question is passed on (C-4). */
import { readArgs, UsageError, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, withOrganisation } from './database.ts';

const OPTIONS = { ...DB_OPTION, 'escalate-after': { type: 'string' } } as const;

export const organisation: Command = {
  name: 'organisation',
  summary: 'show and set what holds for everybody here',
  help: `organisation [options]

Without an option it says how things stand. An open question that nobody answered in time goes from the service manager
to a lead, and from the lead to an admin; each has that long.

  --escalate-after T   how long: 30m, 8h, 2d; "never" or 0 switches it off (default of a new organisation: 24h)
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, OPTIONS);
    const wanted = values['escalate-after'];
    const limit = wanted === undefined ? undefined : durationOf('--escalate-after', wanted);
    return withOrganisation(values.db, async ({ storage, org, name }) => {
      if (limit !== undefined) storage.directory.setEscalateAfter(org, limit);
      const escalateAfterMs = storage.directory.escalateAfter(org);
      const how =
        escalateAfterMs === null
          ? 'Open questions are not passed on.'
          : `Open questions are passed on after ${durationWords(escalateAfterMs)}.`;
      return output.result(`${name}. ${how}`, { organisation: org, name, escalateAfterMs });
    });
  },
};

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;
/** A year: longer is "never". */
const MOST_MS = 365 * 86_400_000;

/** Milliseconds; null: never. @throws UsageError */
function durationOf(option: string, text: string): number | null {
  if (text === 'never' || text === '0') return null;
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS.find(([u]) => u === unit)?.[1] ?? 0);
  if (count === '' || ms > MOST_MS)
    throw new UsageError(`${option} wants a time like 30m, 8h or 2d (at most a year), or never, not "${text}".`);
  return ms === 0 ? null : ms;
}

function durationWords(ms: number): string {
  const [unit, size] = UNITS.find(([, s]) => ms % s === 0) ?? ['m', 60_000];
  const name = { d: 'day', h: 'hour', m: 'minute' }[unit];
  const count = Math.round(ms / size);
  return count === 1 ? `one ${name}` : `${count} ${name}s`;
}
