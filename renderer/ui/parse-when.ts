/**
 * A moment as a person types it: "14:02", "9.40", "yesterday 14:02", "18 Nov 09:40", "Tue 18 Nov 2025 9:40",
 * "2026-11-18 09:40". Whatever `when` prints can be typed back. Null when it names no moment.
 */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const RELATIVE: { readonly [word: string]: number } = { today: 0, yesterday: -1, tomorrow: 1 };

interface Date3 {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function parseWhen(text: string, now: number): number | null {
  const words = text.trim().toLowerCase().replace(/,/g, ' ').split(/\s+/);
  const time = /^(\d{1,2})[:.h](\d{2})$/.exec(words.pop() ?? '');
  if (!time) return null;
  const hours = Number(time[1]);
  const minutes = Number(time[2]);
  const date = parseDay(words, now);
  if (hours > 23 || minutes > 59 || !date) return null;
  const at = new Date(date.year, date.month, date.day, hours, minutes);
  return at.getMonth() === date.month && at.getDate() === date.day ? at.getTime() : null;
}

function parseDay(words: readonly string[], now: number): Date3 | null {
  const today = new Date(now);
  const year = today.getFullYear();
  const first = words[0];
  if (first === undefined) return { year, month: today.getMonth(), day: today.getDate() };
  const distance = RELATIVE[first];
  if (distance !== undefined && words.length === 1) {
    const other = new Date(year, today.getMonth(), today.getDate() + distance);
    return { year: other.getFullYear(), month: other.getMonth(), day: other.getDate() };
  }
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(first);
  if (iso && words.length === 1) return { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) };
  return parseNamed(/^[a-z]{2,}\.?$/.test(first) ? words.slice(1) : words, year);
}

/** "18 Nov", "18 Nov 2025". */
function parseNamed([dayText, monthText, yearText, ...more]: readonly string[], thisYear: number): Date3 | null {
  if (more.length > 0 || !/^\d{1,2}\.?$/.test(dayText ?? '')) return null;
  const month = MONTHS.indexOf((monthText ?? '').slice(0, 3));
  if (month < 0 || (yearText !== undefined && !/^\d{4}$/.test(yearText))) return null;
  return { year: yearText === undefined ? thisYear : Number(yearText), month, day: Number.parseInt(dayText ?? '', 10) };
}
