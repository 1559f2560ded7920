/**
 * Moments and spans as a person says them: "today 14:02", "Tue 18 Nov 09:40", "2 h 10 min". Pure: the present moment
 * is an input, and the time zone too (the laptop's when left out).
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (n: number): string => String(n).padStart(2, '0');

/** "14:02", on the 24-hour clock of this laptop's time zone. */
export function clockTime(at: number): string {
  const d = new Date(at);
  return `${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** "14:02:11", for evidence. */
export function exactTime(at: number): string {
  return `${clockTime(at)}:${two(new Date(at).getSeconds())}`;
}

/** Days from the day of `now` to the day of `at`: 0 today, 1 tomorrow, −1 yesterday. Daylight saving does not count. */
export function dayDistance(at: number, now: number): number {
  return dayNumber(at) - dayNumber(now);
}

function dayNumber(at: number): number {
  const d = new Date(at);
  return Math.round(Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) / DAY);
}

/** "today", "tomorrow", "yesterday", "Tue 18 Nov", "18 Nov 2025". */
export function day(at: number, now: number): string {
  const distance = dayDistance(at, now);
  if (distance === 0) return 'today';
  if (distance === 1) return 'tomorrow';
  if (distance === -1) return 'yesterday';
  const d = new Date(at);
  const date = `${d.getDate()} ${MONTHS[d.getMonth()]}`;
  if (d.getFullYear() !== new Date(now).getFullYear()) return `${date} ${d.getFullYear()}`;
  return `${WEEKDAYS[d.getDay()]} ${date}`;
}

/** "Tue 18": for narrow columns. */
export function weekday(at: number): string {
  const d = new Date(at);
  return `${WEEKDAYS[d.getDay()]} ${d.getDate()}`;
}

/** "today 14:02", "Tue 18 Nov 09:40". */
export function when(at: number, now: number): string {
  return `${day(at, now)} ${clockTime(at)}`;
}

/** "less than a minute", "12 min", "2 h 10 min", "3 days". */
export function span(ms: number): string {
  const past = Math.max(0, ms);
  if (past < MINUTE) return 'less than a minute';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  if (past < 2 * DAY) {
    const minutes = Math.floor((past % HOUR) / MINUTE);
    return minutes === 0 ? `${Math.floor(past / HOUR)} h` : `${Math.floor(past / HOUR)} h ${minutes} min`;
  }
  return `${Math.floor(past / DAY)} days`;
}

/** "2 h", "40 min", "3 days": the short form of the strip. */
export function shortSpan(ms: number): string {
  const past = Math.max(0, ms);
  if (past < MINUTE) return 'under 1 min';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  return past < 2 * DAY ? `${Math.floor(past / HOUR)} h` : `${Math.floor(past / DAY)} days`;
}
