/**
 * Looks at the open questions every now and then, as long as the server serves (C-4). It keeps nothing of its own: what
 * is due is in the database, so that a restart forgets nothing and passes nothing on twice.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Committer } from './committer.ts';

export interface WatchOptions {
  readonly committer: Pick<Committer, 'passOn'>;
  /** Runs a task once; gives what calls it off. */
  readonly after: (ms: number, task: () => void) => () => void;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

/** The limits are hours: a minute is soon. */
export const LOOK_EVERY_MS = 60_000;
/** Between two pages of one look, so that laptops come first. */
const GO_ON_MS = 500;

/** Gives what ends it. */
export function watchQuestions({ committer, after, log }: WatchOptions): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const look = async (from: RecordId | null): Promise<RecordId | null> => {
    try {
      const { anew, escalated, next } = await committer.passOn(from);
      if (anew + escalated > 0) log({ event: 'questions passed on', anew, escalated });
      return next;
    } catch (error) {
      log({ event: 'questions not passed on', error: String(error) });
      return null;
    }
  };
  const later = (ms: number, from: RecordId | null): void => {
    if (stopped) return;
    cancel = after(ms, () => void look(from).then((next) => later(next === null ? LOOK_EVERY_MS : GO_ON_MS, next)));
  };
  later(GO_ON_MS, null);
  return () => {
    stopped = true;
    cancel();
  };
}
