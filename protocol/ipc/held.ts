/** Held work as the Sync screen shows it: why it was not taken, and what can be put right in it. */
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { Lane } from '../../domain/schema/types.ts';

export interface HeldItem {
  readonly seq: number;
  readonly title: string;
  /** "CT scanner SN 4471 · Radiology B1 · job 20417". */
  readonly about: string;
  /** The first record that it writes. */
  readonly record: RecordId | null;
  readonly madeAt: number;
  readonly lane: Lane;
  readonly reason: string;
  /** Held only because something it depends on is held. */
  readonly dependency: boolean;
  /** What can be put right; empty for one that only follows another. */
  readonly edits: readonly HeldEdit[];
}

export interface HeldEdit {
  readonly record: RecordId;
  readonly group: string;
  readonly title: string;
  readonly about: string;
  readonly fields: readonly HeldField[];
}

export interface HeldField {
  readonly field: string;
  readonly title: string;
  readonly kind: 'line' | 'prose' | 'number' | 'moment' | 'yesNo' | 'choice' | 'person' | 'fixed';
  readonly value: Json;
  readonly words: string;
  readonly choices: readonly { readonly value: string; readonly words: string }[];
  /** The value that this laptop itself can see is not of the right kind. */
  readonly isWrong: boolean;
  readonly isRequired: boolean;
}
