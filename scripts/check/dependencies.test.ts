import { describe, expect, it } from 'vitest';
import { checkDependencies } from './dependencies.ts';

const manifest = { dependencies: { zod: '4.6.7' }, devDependencies: { sqlite: 'npm:other@13.0.3' } };
const check = (markdown: string): string[] => checkDependencies(manifest, markdown).map(({ problem }) => problem);

describe('dependencies', () => {
  it('is content when each is explained', () => {
    expect(check('| `zod` | shapes |\n| `sqlite` | the replica |')).toEqual([]);
  });

  it('fails for one without a line, or with an empty one', () => {
    expect(check('| `zod` | shapes |')).toEqual(['says nothing about sqlite']);
    expect(check('| `zod` | |\n| `sqlite` | the replica |')).toEqual(['says nothing about zod']);
  });

  it('fails for a line without a dependency', () => {
    expect(check('| `zod` | shapes |\n| `sqlite` | the replica |\n| `lodash` | once |')).toEqual([
      'explains lodash, which is not a dependency',
    ]);
  });

  it('fails for a range', () => {
    expect(checkDependencies({ dependencies: { zod: '^4.6.7' } }, '| `zod` | shapes |')).toHaveLength(1);
  });
});
