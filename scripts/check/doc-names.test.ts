import { describe, expect, it } from 'vitest';
import { checkDocNames, hasSavePath } from './doc-names.ts';

const FILES = [
  'main/replica/open.ts',
  'server/sync/admit.ts',
  'server/sync/persist.ts',
  'docs/spec/wire.md',
  'package.json',
];
const problems = (markdown: string): string[] =>
  checkDocNames('docs/x.md', markdown, FILES).map(({ problem }) => problem);
const fenced = (language: string, ...lines: string[]): string => ['```' + language, ...lines, '```'].join('\n');

describe('names in documents', () => {
  it('is content with what exists', () => {
    expect(
      problems('See `main/replica/open.ts`, `server/sync/`, `package.json`, `docs/spec/*.md`, `open.ts`.'),
    ).toEqual([]);
    expect(problems('`server/sync/{admit,persist}.ts` and `server/**`')).toEqual([]);
    expect(problems(fenced('sh', 'node main/replica/open.ts --help'))).toEqual([]);
  });

  it.each([
    ['`main/replica/gone.ts`', 'main/replica/gone.ts'],
    ['`main/gone/`', 'main/gone/'],
    ['`gone.config.ts`', 'gone.config.ts'],
    ['`docs/adr/*.md`', 'docs/adr/*.md'],
    [fenced('', 'main/replica/gone.ts   does nothing'), 'main/replica/gone.ts'],
    ['run `node scripts/gone.ts now`', 'scripts/gone.ts'],
  ])('fails for %s', (markdown, name) => {
    expect(problems(markdown)).toEqual([`names ${name}, which does not exist`]);
  });

  it('lets words, addresses and other tools pass', () => {
    expect(
      problems('`npm run check`, `127.0.0.1/main/x`, `node:fs`, `@trpc/server`, `and/or`, plain main/gone.ts'),
    ).toEqual([]);
  });

  it('holds every line of the path of one Save to a file', () => {
    const path = fenced(
      'save-path',
      'main/replica/open.ts   open',
      ' -> server/sync/admit.ts',
      ' -> elsewhere/gone.ts   words',
    );
    expect(problems(path)).toEqual(['names elsewhere/gone.ts, which does not exist']);
    expect(hasSavePath(path)).toBe(true);
    expect(hasSavePath(fenced('sh', 'main/replica/open.ts'))).toBe(false);
  });
});
