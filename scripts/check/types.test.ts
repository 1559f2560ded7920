import { describe, expect, it } from 'vitest';
import { judge } from './types.ts';

const canary = {
  path: 'tests/canary/x/reaches-out.ts',
  source: 'a();\nb(); // must not compile\nc(); // must not compile',
};
const error = (line: number, file = canary.path): string => `${file}(${line},1): error TS2304: Cannot find name.`;
const problems = (...said: string[]): string[] => judge(said.join('\n'), canary).map(({ place }) => place);

describe('types and their canaries', () => {
  it('is content when the marked lines fail and nothing else does', () => {
    expect(problems(error(2), '  Do you need another library?', error(3))).toEqual([]);
  });

  it('fails when a marked line compiles', () => {
    expect(problems(error(3))).toEqual(['tests/canary/x/reaches-out.ts:2']);
  });

  it('fails for an error anywhere else', () => {
    expect(problems(error(1), error(2), error(3))).toEqual(['tsc']);
    expect(problems(error(2, 'server/x.ts'), error(2), error(3))).toEqual(['tsc']);
    expect(judge('node: cannot start')).toHaveLength(1);
  });
});
