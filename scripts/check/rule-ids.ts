// Rules and tests hold each other: every rule of docs/spec is cited by a test or stands in docs/spec/gaps.md, and nothing
// cites a rule that does not exist. A rule is defined where its id stands in bold at the start of a bullet
// (`- **SAVE-1** …`); a test cites it at the start of its title (`[SAVE-1] …`, `[Q-1, Q-3] …`).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, type Finding } from './report.ts';
import { listFiles, TOP } from './source-files.ts';
import { list, parse, text, walk, type SyntaxNode } from './syntax.ts';

const ID = '[A-Z]+-\\d+';
const DEFINITION = new RegExp(`^\\s*[-*] \\*\\*(${ID})\\*\\*`, 'gm');
const CITATION = new RegExp(`^\\[(${ID}(?:,\\s*${ID})*)\\]`);
/** A row of gaps.md: | G-7 | R-1, R-2 | … |. Rules stand in the second column, alone. */
const GAP_ROW = new RegExp(`^\\|\\s*(G-\\d+)\\s*\\|([^|]*)\\|`, 'gm');

export interface Texts {
  /** path → text of docs/spec/*.md without gaps.md */
  readonly rules: ReadonlyMap<string, string>;
  /** path → text of every file that holds tests */
  readonly tests: ReadonlyMap<string, string>;
  /** text of docs/spec/gaps.md */
  readonly gaps: string;
}

export function checkRuleIds({ rules, tests, gaps }: Texts): Finding[] {
  const findings: Finding[] = [];
  const defined = new Map<string, string>();
  for (const [path, source] of rules) {
    for (const [, id = ''] of source.matchAll(DEFINITION)) {
      const before = defined.get(id);
      if (before !== undefined) findings.push({ place: path, problem: `${id} is already defined in ${before}` });
      defined.set(id, path);
    }
  }

  const cited = new Set<string>();
  for (const [path, source] of tests) {
    for (const { id, line } of citations(path, source)) {
      cited.add(id);
      if (!defined.has(id)) findings.push({ place: `${path}:${line}`, problem: `cites ${id}, which no rule defines` });
    }
  }

  const listed = new Set<string>();
  const gapIds = new Set<string>();
  for (const [, gap = '', column = ''] of gaps.matchAll(GAP_ROW)) {
    if (gapIds.has(gap)) findings.push({ place: 'docs/spec/gaps.md', problem: `${gap} stands there twice` });
    gapIds.add(gap);
    for (const [id] of column.matchAll(new RegExp(ID, 'g'))) {
      listed.add(id);
      if (!defined.has(id))
        findings.push({ place: 'docs/spec/gaps.md', problem: `${gap} lists ${id}, which no rule defines` });
    }
  }

  for (const [id, path] of defined) {
    if (!cited.has(id) && !listed.has(id)) {
      findings.push({ place: path, problem: `${id} is neither cited by a test nor listed in docs/spec/gaps.md` });
    }
  }
  return findings;
}

/** Ids at the start of the titles of tests and of groups of tests. */
export function citations(path: string, source: string): { id: string; line: number }[] {
  const found: { id: string; line: number }[] = [];
  const { root, lineOf } = parse(path, source);
  walk(root, (node) => {
    if (node.type !== 'CallExpression') return;
    const match = CITATION.exec(titleOf(node) ?? '');
    for (const id of match?.[1]?.split(/,\s*/) ?? []) found.push({ id, line: lineOf(node.start) });
  });
  return found;
}

/** The first argument, when it is a string: `it('…')`, `it.each(rows)('…')`, a suite's own `rule('…')`. */
function titleOf(call: SyntaxNode): string | undefined {
  const [first] = list(call, 'arguments');
  if (first?.type === 'Literal') return text(first, 'value');
  if (first?.type !== 'TemplateLiteral') return undefined;
  const value = list(first, 'quasis')[0]?.['value'];
  return typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'string'
    ? value.raw
    : undefined;
}

/** Tests, and the suites that several test files run (the storage contract, what tests/ shares). */
const holdsTests = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) ||
  (/^(tests|server\/storage\/contract)\/.*\.ts$/.test(path) && !path.startsWith('tests/canary/'));

if (import.meta.main) {
  const files = listFiles();
  const read = (path: string): [string, string] => [path, readFileSync(join(TOP, path), 'utf8')];
  const texts: Texts = {
    rules: new Map(files.filter((path) => /^docs\/spec\/(?!gaps\.md)[^/]+\.md$/.test(path)).map(read)),
    tests: new Map(files.filter(holdsTests).map(read)),
    gaps: read('docs/spec/gaps.md')[1],
  };
  report(checkRuleIds(texts), `${texts.rules.size} files of rules, ${texts.tests.size} files of tests`);
}
