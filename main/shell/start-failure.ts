/** Why a console does not start, in words that say what to do. The data is untouched whenever one is thrown. */
import type { StartFailure } from './core.ts';

export class CannotStart extends Error implements StartFailure {
  readonly kind: string;
  readonly words: string;
  constructor(kind: string, words: string, options?: ErrorOptions) {
    super(words, options);
    this.name = 'CannotStart';
    this.kind = kind;
    this.words = words;
  }
}

/**
 * The failure behind an error by which a shell or the core refuses to start; null when it is a bug. Told apart by shape:
 * an error with a kind was written for a person, its message is the words unless it has others.
 */
export function startFailure(error: unknown): { readonly kind: string; readonly words: string } | null {
  if (!(error instanceof Error)) return null;
  const kind: unknown = Reflect.get(error, 'kind');
  const words: unknown = Reflect.get(error, 'words') ?? error.message;
  return typeof words === 'string' && typeof kind === 'string' ? { kind, words } : null;
}
