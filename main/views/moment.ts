/** Moments and spans as sentences of the main process say them; the screens format their own. */
import { startOfDay, DAY_MS, type ViewContext } from './context.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (n: number): string => String(n).padStart(2, '0');

/** "14:02", by the clock of this laptop. */
export function clockTime(ctx: ViewContext, at: number): string {
  const d = new Date(at + ctx.offset * MINUTE);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

/** "14:02" today, otherwise "Tue 18 Nov 09:40", with the year where it is another one. */
export function moment(ctx: ViewContext, at: number): string {
  const time = clockTime(ctx, at);
  if (startOfDay(ctx, at) === startOfDay(ctx, ctx.now)) return time;
  const d = new Date(at + ctx.offset * MINUTE);
  const date = `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()] ?? ''}`;
  const year = d.getUTCFullYear();
  const sameYear = year === new Date(ctx.now + ctx.offset * MINUTE).getUTCFullYear();
  return sameYear ? `${WEEKDAYS[d.getUTCDay()] ?? ''} ${date} ${time}` : `${date} ${year} ${time}`;
}

/** "less than a minute", "12 min", "2 h 10 min", "3 days". */
export function span(ms: number): string {
  const past = Math.max(0, ms);
  if (past < MINUTE) return 'less than a minute';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  if (past >= 2 * DAY_MS) return `${Math.floor(past / DAY_MS)} days`;
  const minutes = Math.floor((past % HOUR) / MINUTE);
  return minutes === 0 ? `${Math.floor(past / HOUR)} h` : `${Math.floor(past / HOUR)} h ${minutes} min`;
}
