/** What happened, a line each, as a story; and its hash, by which two runs of one seed are held to be the same. */
import { createHash } from 'node:crypto';

export interface Trace {
  say(who: string, words: string): void;
  lines(): readonly string[];
  /** SHA-256 of all lines, lower-case hex. */
  hash(): string;
}

export function createTrace(now: () => number): Trace {
  const lines: string[] = [];
  const hash = createHash('sha256');
  return {
    say(who, words) {
      const line = `${clockText(now())}  ${who.padEnd(8)} ${words}`;
      lines.push(line);
      hash.update(line);
    },
    lines: () => lines,
    hash: () => hash.copy().digest('hex'),
  };
}

/** "1 d 02:03:04.567": days only after the first. */
export function clockText(ms: number): string {
  const pad = (n: number, width = 2): string => String(Math.floor(n)).padStart(width, '0');
  const days = Math.floor(ms / 86_400_000);
  const time = `${pad((ms / 3_600_000) % 24)}:${pad((ms / 60_000) % 60)}:${pad((ms / 1_000) % 60)}.${pad(ms % 1_000, 3)}`;
  return days > 0 ? `${days} d ${time}` : time;
}
