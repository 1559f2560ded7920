/**
 * What a person sees: the canonical record with this laptop's pending work on top (W-7). A pending edit is shown as it
 * was written, in the order of its sequence, whatever the server thinks of it by now: each author's own screen keeps
 * the author's own value until the outcome has been seen back (C-4).
 */
import type { ChangeId, Position } from '../ids.ts';
import type { Fields } from '../json.ts';
import type { Body, Cell } from './body.ts';

export interface PendingEdit {
  readonly change: ChangeId;
  readonly group: string;
  /** The whole value of the group as the author saw it after the edit. */
  readonly value: Fields;
}

/** Canonical with pending on top. `pending` is in order of sequence; the result is a body with position 0 where pending. */
export function overlay(canonical: Body, pending: readonly PendingEdit[]): Body {
  if (pending.length === 0) return canonical;
  const shown: Record<string, Cell> = { ...canonical };
  for (const edit of pending) {
    const beneath = canonical[edit.group];
    const cell: Cell = { v: edit.value, w: [edit.change], p: 0 as Position };
    shown[edit.group] = beneath?.q === undefined ? cell : { ...cell, q: beneath.q };
  }
  return shown;
}

/** The value that an edit makes: a patch over what was seen. */
export function applyPatch(seen: Fields | undefined, set: Fields): Fields {
  return { ...seen, ...set };
}
