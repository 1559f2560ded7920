/** What every command has: a line for the list, a help text, and a run that ends with an exit code. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** 0 done, 1 failed, 2 not understood. */
export type ExitCode = 0 | 1 | 2;

export interface Output {
  /** For a person on stdout, or, with --json, for a machine. Returns the exit code of what is done. */
  result(words: string, data: object): ExitCode;
  /** On stderr; silent with --json. */
  progress(words: string): void;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  run(args: readonly string[], output: Output): Promise<ExitCode>;
}

/** The command line was not understood: words for stderr, exit 2. */
export class UsageError extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'UsageError';
  }
}

/** It was understood and cannot be done: words for stderr, exit 1. */
export class Failure extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'Failure';
  }
}

/** Options that every command takes. */
export const COMMON = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;

/** @throws UsageError for unknown options, missing values and stray words */
export function readArgs<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  positionals: readonly string[] = [],
): { values: ReturnType<typeof parseArgs<{ options: T & typeof COMMON }>>['values']; words: readonly string[] } {
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true,
    });
    const extra = parsed.positionals[positionals.length];
    if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`);
    const missing = positionals[parsed.positionals.length];
    if (missing !== undefined) throw new UsageError(`${missing} is missing.`);
    return { values: parsed.values, words: parsed.positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message.replace(/\. To specify.*/s, '.') : String(error));
  }
}

/** A whole number within bounds. @throws UsageError */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new UsageError(`${option} wants a whole number from ${min} to ${max}, not "${text}".`);
  return value;
}

/** @throws UsageError when the option is not there or empty */
export function required(option: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`${option} is missing.`);
  return value.trim();
}
