/**
 * The keys of the picker: 1 and 2, `l` or Escape decides later, `h` opens the history, `r` gives a reason, `u` or Ctrl+Z
 * takes back. A key that is held down counts once.
 */
import { useEffect, useRef } from 'react';
import { isTyping } from '../../app/shortcuts.ts';

/** Each part of the page brings the keys of what it shows. */
export interface ReviewKeys {
  readonly choose?: (at: 0 | 1) => void;
  readonly later?: () => void;
  readonly history?: () => void;
  readonly reason?: () => void;
  readonly undo?: () => void;
}

/** After `g` a letter names a screen (app/shortcuts.ts). */
const SEQUENCE_MS = 1_500;

export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let went = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || event.repeat || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="listbox"]') !== null) return;
      if (event.ctrlKey || event.metaKey) {
        const { undo } = latest.current;
        if (event.shiftKey || event.key.toLowerCase() !== 'z' || !undo) return;
        event.preventDefault();
        undo();
        return;
      }
      if (event.timeStamp - went < SEQUENCE_MS) {
        went = Number.NEGATIVE_INFINITY;
        return;
      }
      if (event.key === 'g') went = event.timeStamp;
      const deed = deedOf(event.key, latest.current);
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, []);
}

function deedOf(key: string, { choose, later, history, reason, undo }: ReviewKeys): (() => void) | undefined {
  switch (key) {
    case '1':
      return choose && (() => choose(0));
    case '2':
      return choose && (() => choose(1));
    case 'l':
    case 'Escape':
      return later;
    case 'h':
      return history;
    case 'r':
      return reason;
    case 'u':
      return undo;
    default:
      return undefined;
  }
}
