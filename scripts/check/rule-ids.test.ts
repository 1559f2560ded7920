import { describe, expect, it } from 'vitest';
import { checkRuleIds, citations } from './rule-ids.ts';

const TEST_FILE = 'tests/flow/x.test.ts';

function check(rules: string, tests: string, gaps = ''): string[] {
  return checkRuleIds({
    rules: new Map([['docs/spec/a.md', rules]]),
    tests: new Map([[TEST_FILE, tests]]),
    gaps,
  }).map(({ problem }) => problem);
}

// Ids that no rule uses, so that this file's own citations mean nothing outside of it.
const CITING = "it('" + "[ZZ-1] it holds', () => {});";

describe('rule ids', () => {
  it('is content when a test cites the rule', () => {
    expect(check('- **ZZ-1** A rule.', CITING)).toEqual([]);
  });

  it('is content when the rule is a known gap', () => {
    expect(check('- **ZZ-1** A rule.', '', '| G-1 | ZZ-1 | not yet | later |')).toEqual([]);
  });

  it('fails for a rule that is neither cited nor a gap', () => {
    expect(check('- **ZZ-1** A rule.\n- **ZZ-2** Another.', CITING)).toEqual([
      'ZZ-2 is neither cited by a test nor listed in docs/spec/gaps.md',
    ]);
  });

  it('fails for a test that cites an unknown rule', () => {
    expect(check('', CITING)).toEqual(['cites ZZ-1, which no rule defines']);
  });

  it('fails for a gap that names an unknown rule', () => {
    expect(check('', '', '| G-1 | ZZ-9 | not yet | later |')).toEqual(['G-1 lists ZZ-9, which no rule defines']);
  });

  it('fails for an id that is given twice', () => {
    expect(check('- **ZZ-1** A rule.\n- **ZZ-1** Again.', CITING)).toEqual([
      'ZZ-1 is already defined in docs/spec/a.md',
    ]);
    expect(check('', '', '| G-1 | – | a | b |\n| G-1 | – | c | d |')).toEqual(['G-1 stands there twice']);
  });

  it('does not take a comment or a text elsewhere for a citation', () => {
    expect(check('- **ZZ-1** A rule.', '// [ZZ-1] is shown elsewhere\nconst text = "[ZZ-1] no title";')).toHaveLength(
      1,
    );
  });

  it('reads several ids, groups, tables and templates', () => {
    const ids = (source: string): string[] => citations(TEST_FILE, source).map(({ id }) => id);
    expect(ids("describe('[" + "ZZ-1, ZZ-2] both', () => {});")).toEqual(['ZZ-1', 'ZZ-2']);
    expect(ids("it.each(rows)('[" + "ZZ-3] for %s', () => {});")).toEqual(['ZZ-3']);
    expect(ids('it(`[' + 'ZZ-4] on ${name}`, () => {});')).toEqual(['ZZ-4']);
  });
});
