/**
 * Keys that work everywhere. Single letters do nothing while somebody types; combinations with Ctrl always work, so
 * that Ctrl+S saves from inside a field.
 */
import { useEffect, useRef } from 'react';

export interface ShortcutWords {
  readonly keys: readonly string[];
  readonly does: string;
}

/** Shown by `?` and in Settings. */
export const SHORTCUTS: readonly ShortcutWords[] = [
  { keys: ['Ctrl', 'K'], does: 'Search jobs, serials, rooms, screens and actions' },
  { keys: ['Ctrl', 'S'], does: 'Save the visit' },
  { keys: ['Ctrl', 'Z'], does: 'Undo the last save of the visit, outside of a field' },
  { keys: ['/'], does: 'Search on this screen' },
  { keys: ['↑', '↓'], does: 'Move in a list' },
  { keys: ['Enter'], does: 'Open what is marked' },
  { keys: ['1', '2'], does: 'Choose in Review' },
  { keys: ['l', 'Esc'], does: 'Decide later, in Review' },
  { keys: ['r'], does: 'Give a reason, in Review' },
  { keys: ['h'], does: 'See the full history, in Review' },
  { keys: ['u'], does: 'Take the last answer back, in Review; Ctrl Z does the same' },
  { keys: ['g', 'w'], does: 'Go to My work' },
  { keys: ['g', 'e'], does: 'Go to Equipment' },
  { keys: ['g', 'r'], does: 'Go to Review' },
  { keys: ['g', 's'], does: 'Go to Sync' },
  { keys: ['g', 't'], does: 'Go to Team, for those who lead one' },
  { keys: ['g', 'p'], does: 'Go to Settings' },
  { keys: ['?'], does: 'Show these keys' },
];

export const GO_LETTERS = {
  w: '/work',
  e: '/equipment',
  r: '/review',
  s: '/sync',
  t: '/team',
  p: '/settings',
} as const;
export type Place = (typeof GO_LETTERS)[keyof typeof GO_LETTERS];

/** How long after `g` a letter still counts, milliseconds. */
const SEQUENCE_MS = 1_500;

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(radio|checkbox|button|submit|range)$/.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

/** True while a dialog is open: then the letters belong to it. */
const dialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

interface Deeds {
  readonly go: (place: Place) => void;
  readonly palette: () => void;
  readonly help: () => void;
}

/** Mounted once, in the frame. */
export function useGlobalShortcuts(deeds: Deeds): void {
  const latest = useRef(deeds);
  useEffect(() => {
    latest.current = deeds;
  });
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialogOpen()) return;
      const place = event.timeStamp - wentAt < SEQUENCE_MS ? goPlace(event.key) : null;
      wentAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place) latest.current.go(place);
      else if (event.key === '/') focusSearch(latest.current.palette);
      else if (event.key === '?') latest.current.help();
      else return;
      event.preventDefault();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, []);
}

function goPlace(key: string): Place | null {
  return key in GO_LETTERS ? GO_LETTERS[key as keyof typeof GO_LETTERS] : null;
}

/** A screen marks its own search field with `data-search`; without one the palette opens. */
function focusSearch(palette: () => void): void {
  const field = document.querySelector<HTMLInputElement>('main [data-search]');
  if (!field) return palette();
  field.focus();
  field.select();
}

/** Ctrl+S, from anywhere on the page, while the caller is on screen. */
export function useSaveShortcut(save: () => void): void {
  useCtrlKey('s', () => true, save);
}

/** Ctrl+Z, while nobody types: inside a field it is the field's own. */
export function useUndoShortcut(undo: () => void): void {
  useCtrlKey('z', (event) => !event.shiftKey && !isTyping(event.target) && !dialogOpen(), undo);
}

function useCtrlKey(key: string, applies: (event: KeyboardEvent) => boolean, act: () => void): void {
  const latest = useRef({ applies, act });
  useEffect(() => {
    latest.current = { applies, act };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== key) return;
      if (!latest.current.applies(event)) return;
      event.preventDefault();
      latest.current.act();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [key]);
}
