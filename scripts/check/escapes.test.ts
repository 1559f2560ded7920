import { describe, expect, it } from 'vitest';
import { findEscapes } from './escapes.ts';

// Written in two pieces, so that this file itself stays clean.
const IGNORE = '@ts-' + 'ignore';
const DISABLE = 'oxlint-' + 'disable-next-line no-console';

describe('escapes', () => {
  it.each([
    [`// ${IGNORE}\nf();`],
    [`// ${DISABLE}\nf();`],
    ['// @ts-expect-error wrong on purpose\nf();'],
    ['const a = b as unknown as C;'],
    ['const a = b as never;'],
    ["export * from './b.ts';"],
  ])('finds the way around in %s', (source) => {
    expect(findEscapes('main/x.ts', source)).toHaveLength(1);
  });

  it('finds tests that are switched off', () => {
    expect(findEscapes('main/x.test.ts', "it.skip('later', () => {});")).toHaveLength(1);
    expect(findEscapes('tests/flow/x.test.ts', "describe.only('this', () => {});")).toHaveLength(1);
  });

  it('lets tests show that something does not compile', () => {
    expect(findEscapes('main/x.test.ts', '// @ts-expect-error a reader cannot write\nwrite(reader);')).toEqual([]);
  });

  it('lets a plain narrowing cast pass', () => {
    expect(findEscapes('domain/ids.ts', 'const id = text as DeviceId;')).toEqual([]);
  });
});
