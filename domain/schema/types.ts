/**
 * What the engine knows of a schema: collections, groups, policies and lanes. It knows nothing about hospitals; the
 * product's table is `hospital.ts`, and another schema could stand beside it.
 */
import type { ZodObject } from 'zod';
import type { Fields, Json } from '../json.ts';

/** How a clash in one group is settled (C-3). */
export type Policy = 'append' | 'field' | 'office' | 'latest' | 'review';
export const LANES = ['critical', 'normal', 'background'] as const;
/** Order in which work leaves a laptop. */
export type Lane = (typeof LANES)[number];
export const ROLES = ['technician', 'lead', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Values of a record's groups, as `archived` and the schema name them. */
export type Groups = { readonly [group: string]: Fields | undefined };

export interface GroupDef {
  /** What a person calls it: "Parts replaced". */
  readonly title: string;
  readonly policy: Policy;
  readonly lane: Lane;
  /** All fields of the group; every one may also be null or absent unless `required` names it. */
  readonly shape: ZodObject;
  /** Fields without which the group cannot be written at all. */
  readonly required?: readonly string[];
  /** Roles that may write it; absent means everyone who sees the record, and none that only an answer does. */
  readonly writers?: readonly Role[];
  /** The value in plain words, as the picker and the history say it. */
  readonly words: (value: Fields) => string;
  /** Equal as far as a clash is concerned; absent: all fields equal (C-2). */
  readonly same?: (a: Fields, b: Fields) => boolean;
  /** When a value of this group becomes the answer of a question, children of that collection are struck (archived). */
  readonly strikes?: { readonly collection: string; readonly when: (value: Fields) => boolean };
  /** Fields by which a person signs for the group; `by` names who. Nobody writes them for somebody else (H-7). */
  readonly signature?: { readonly by: string; readonly fields: readonly string[] };
}

export interface ParentPath extends FieldPath {
  /** Collections that a record may hang on; absent: any. */
  readonly of?: readonly string[];
}

export interface FieldPath {
  readonly group: string;
  readonly field: string;
}

/** Where the site that decides who sees a record comes from. */
export type SiteRule =
  | { readonly from: 'self' }
  | { readonly from: 'organisation' }
  | { readonly from: 'field'; readonly path: FieldPath }
  | { readonly from: 'parent'; readonly orElse?: FieldPath };

export interface CollectionDef {
  readonly title: string;
  readonly groups: { readonly [group: string]: GroupDef };
  /** Group that must be written by the change that creates a record. */
  readonly first: string;
  readonly site: SiteRule;
  /** Record that this one hangs on. */
  readonly parent?: ParentPath;
  /** Up to two text keys and one number by which screens list records; they become indexed columns. */
  readonly keys?: { readonly k1?: FieldPath; readonly k2?: FieldPath; readonly sort?: FieldPath };
  /** Text by which search finds a record; absent: not searched. */
  readonly search?: (groups: Groups) => string;
  /** One line that names a record. */
  readonly name: (groups: Groups) => string;
  /** Fields that together name one thing in the world, all of one group (C-10). */
  readonly unique?: readonly FieldPath[];
  /** What a person calls one of them in a sentence: "device"; absent: "record". */
  readonly thing?: string;
  /** Only the server writes it (questions). */
  readonly serverOnly?: boolean;
}

/** A field that has another name now, or became several; `split` is pure and total, and names new fields only. */
export type FieldStep =
  | { readonly from: string; readonly to: string }
  | { readonly from: string; readonly split: (value: Json) => Fields };

export interface Schema {
  readonly name: string;
  readonly version: number;
  /** From a version to the next: what changed in the fields of `collection.group` (W-9). New fields need no step. */
  readonly upcasts?: { readonly [version: number]: { readonly [path: string]: readonly FieldStep[] } };
  readonly collections: { readonly [collection: string]: CollectionDef };
}

/** The group that every record has (C-8). */
export const ARCHIVED = 'archived';
/** The group of records that can be two for one thing: which other one it stands for (C-10). */
export const ALIAS = 'alias';
