/**
 * What kind of entry a field wants, read from the shape of its group: by this a screen can offer a form for any group,
 * also for one that no screen was made for.
 */
import { z } from 'zod';
import type { GroupDef } from './types.ts';

export type FieldKind =
  | { readonly kind: 'line' }
  | { readonly kind: 'prose' }
  | { readonly kind: 'number' }
  | { readonly kind: 'moment' }
  | { readonly kind: 'yesNo' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** Points to a record. */
  | { readonly kind: 'record' }
  /** Nothing that a person types. */
  | { readonly kind: 'fixed' };

/** Letters beyond which a text wants more than a line. */
const LINE_LENGTH = 400;
/** The beginning of time, as a moment's shape names it. */
const FIRST_MS = -8.64e15;

interface JsonShape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly anyOf?: readonly JsonShape[];
}

/** By field name, in the order of the shape. */
export function fieldKinds(group: GroupDef): ReadonlyMap<string, FieldKind> {
  const shape = z.toJSONSchema(group.shape, { unrepresentable: 'any' });
  const fields = Object.entries(shape.properties ?? {});
  return new Map(fields.map(([name, field]) => [name, kindOf(field as JsonShape)]));
}

function kindOf(field: JsonShape): FieldKind {
  const own = field.anyOf?.find((part) => part.type !== 'null') ?? field;
  if (own.enum) return { kind: 'choice', values: own.enum.filter((v) => typeof v === 'string') };
  const type = [own.type ?? []].flat().find((t) => t !== 'null');
  if (type === 'boolean') return { kind: 'yesNo' };
  if (type === 'number' || type === 'integer')
    return own.minimum === FIRST_MS ? { kind: 'moment' } : { kind: 'number' };
  if (type !== 'string') return { kind: 'fixed' };
  if (own.pattern !== undefined) return { kind: 'record' };
  return (own.maxLength ?? LINE_LENGTH) > LINE_LENGTH ? { kind: 'prose' } : { kind: 'line' };
}

/** "partNumber" → "Part number". */
export function fieldTitle(name: string): string {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The field that keeps a value from being taken; null: the shape takes it as it is. */
export function wrongField(group: GroupDef, value: { readonly [field: string]: unknown }): string | null {
  const parsed = group.shape.safeParse(value);
  const at = parsed.success ? undefined : parsed.error.issues[0]?.path[0];
  if (at !== undefined) return String(at);
  return group.required?.find((field) => (value[field] ?? null) === null || value[field] === '') ?? null;
}
