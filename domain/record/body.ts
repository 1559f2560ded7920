/**
 * A record as it is stored on both sides: its groups, each with its value, its writer set and the position of its last
 * write. One record, one text: both sides build it with this file, so that replicas agree byte for byte (W-8).
 */
import type { ChangeId, PersonId, Position, RecordId } from '../ids.ts';
import { canonicalText, type Fields } from '../json.ts';
import type { Groups } from '../schema/types.ts';
import type { SettlingRule } from '../change/outcome.ts';

/** Somebody's value that a rule set aside, until the group is written again: its author is told by the label (C-3). */
export interface Aside {
  readonly writer: ChangeId;
  readonly author: PersonId;
  readonly rule: SettlingRule;
  readonly by: PersonId | null;
}

export interface Cell {
  readonly v: Fields;
  /** Writer set; the first is the writer that is shown (C-2). */
  readonly w: readonly ChangeId[];
  /** Position of the last write. */
  readonly p: Position;
  /** The open question about this group. */
  readonly q?: RecordId;
  readonly x?: Aside;
}

export interface Body {
  readonly [group: string]: Cell;
}

export const EMPTY_BODY: Body = {};

/** Text of a body: groups by name, each value canonical. */
export function encodeBody(body: Body): string {
  const parts: string[] = [];
  for (const group of Object.keys(body).toSorted()) {
    parts.push(`${JSON.stringify(group)}:${encodeCell(body[group] as Cell)}`);
  }
  return `{${parts.join(',')}}`;
}

export function encodeCell(cell: Cell): string {
  const q = cell.q === undefined ? '' : `,"q":"${cell.q}"`;
  const x = cell.x === undefined ? '' : `,"x":${canonicalText({ ...cell.x })}`;
  return `{"v":${canonicalText(cell.v)},"w":${JSON.stringify(cell.w)},"p":${cell.p}${q}${x}}`;
}

/** @throws SyntaxError when the text is not one of ours: a damaged database. */
export function decodeBody(text: string): Body {
  return JSON.parse(text) as Body;
}

/** Values alone, as the schema's functions take them. */
export function valuesOf(body: Body): Groups {
  const groups: Record<string, Fields> = {};
  for (const group of Object.keys(body)) groups[group] = (body[group] as Cell).v;
  return groups;
}

export function withCell(body: Body, group: string, cell: Cell): Body {
  return { ...body, [group]: cell };
}
