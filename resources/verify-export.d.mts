/** Types of the stand-alone verifier, for its tests. */
export interface SaidOfExport {
  readonly organisation: string;
  readonly about: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly positions: readonly number[];
  readonly checkpoint: { readonly position: number; readonly at: number };
  readonly [field: string]: unknown;
}
export function rootFrom(leaf: Uint8Array, index: number, size: number, path: readonly string[]): string | null;
export function verifyExport(
  text: string,
  print?: string | null,
): { readonly wrong: readonly string[]; readonly said: SaidOfExport; readonly key: string | null };
