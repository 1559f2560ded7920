import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutated } from '../cli/mutants.ts';
import { MUTANTS } from './mutants.ts';

const source = (file: string): string => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

describe('deliberate bugs', () => {
  it('are at least twenty, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(MUTANTS.map((m) => m.name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.map((m) => [m.name, m] as const))(
    '%s still finds its line, once, and changes it',
    (_name, mutant) => {
      const sound = source(mutant.file);
      expect(mutated(mutant, sound)).not.toBe(sound);
    },
  );
});
