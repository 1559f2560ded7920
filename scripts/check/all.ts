// `npm run check`: everything that can be said about the code without running it, in under a minute.
import { runSteps, type Step } from '../steps.ts';
import { toolScript } from '../tool-script.ts';

const LIMIT_MS = 120_000;
const AT_ONCE = 2;

const own = (name: string): Step => ({
  name,
  command: [process.execPath, `scripts/check/${name}.ts`],
  limitMs: LIMIT_MS,
});

const tool = (name: string, program: string, ...args: string[]): Step => ({
  name,
  command: [process.execPath, toolScript(program), ...args],
  limitMs: LIMIT_MS,
});

/** Longest first, so that the short ones fill the gaps. */
export const checkSteps = (): Step[] => [
  own('types'),
  tool('lint', 'oxlint', '--deny-warnings'),
  own('arrows'),
  tool('format', 'oxfmt', '--check', '.'),
  own('ambient'),
  own('escapes'),
  own('rule-ids'),
  own('doc-names'),
  own('dependencies'),
  own('file-names'),
  own('traces'),
];

if (import.meta.main) {
  const results = await runSteps(checkSteps(), AT_ONCE);
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    console.log(`failed: ${failed.map(({ name }) => name).join(', ')}`);
    process.exitCode = 1;
  }
}
