/** What a notice of new questions says: one in its own words, many as a number, and nothing of the work while locked. */
import type { Notice } from '../../protocol/ipc/api.ts';
import type { RecordId } from '../../domain/ids.ts';

export interface NewQuestion {
  readonly id: RecordId;
  /** "Which is right for Parts replaced?" */
  readonly asks: string;
  /** "CT scanner SN 4471 · Radiology B1 · job 20417". */
  readonly about: string;
}

/** `fresh` is not empty. Behind a locked screen nobody may read what the work is about. */
export function noticeOf(fresh: readonly NewQuestion[], screen: 'open' | 'locked'): Notice {
  const [first] = fresh;
  const id = fresh.map((q) => q.id).join(' ');
  const question = fresh.length === 1 && first ? first.id : null;
  const many = fresh.length === 1 ? 'A question waits for your answer' : `${fresh.length} new questions for you`;
  if (screen === 'locked') return { id, question, title: many, body: 'Sign in to read and answer.' };
  if (fresh.length === 1 && first) return { id, question, title: first.asks, body: first.about };
  const others = fresh.length - 1;
  const body = `${first?.about ?? ''}, and ${others} ${others === 1 ? 'other' : 'others'}`;
  return { id, question, title: many, body };
}
