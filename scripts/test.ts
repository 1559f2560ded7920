// `npm test`, once set-up is done: the checks, the build, then every kind of test. All parts run even when one fails, each
// within a limit, and the last line is the true total: each check and the build count as one test. Parts can be named:
// `npm test -- checks unit`.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkSteps } from './check/all.ts';
import { TOP } from './check/source-files.ts';
import { endGroup, spawnGroup } from './child-group.ts';
import { runSteps, type Step } from './steps.ts';
import { countTests, type Count } from './test-count.ts';
import { toolScript } from './tool-script.ts';

const MINUTE_MS = 60_000;
const RESULTS = join(TOP, 'node_modules', '.cache', 'test-results');

/** Limits end a run that hangs; they are far above what a slow machine needs. */
const VITEST_PARTS = [
  { part: 'unit', projects: ['unit', 'properties'], limitMs: 10 * MINUTE_MS },
  { part: 'flow', projects: ['flow'], limitMs: 10 * MINUTE_MS },
  { part: 'e2e', projects: ['e2e'], limitMs: 20 * MINUTE_MS },
] as const;

const BUILD: Step = {
  name: 'build',
  command: [process.execPath, 'scripts/build.ts', '--if-needed'],
  limitMs: 5 * MINUTE_MS,
};

const PARTS = ['checks', 'build', ...VITEST_PARTS.map(({ part }) => part)];

async function countSteps(steps: readonly Step[], atOnce: number): Promise<Count> {
  const results = await runSteps(steps, atOnce);
  const passed = results.filter(({ ok }) => ok).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

function runVitest({ part, projects, limitMs }: (typeof VITEST_PARTS)[number]): Promise<Count> {
  const file = join(RESULTS, `${part}.json`);
  rmSync(file, { force: true });
  const command: [string, ...string[]] = [
    process.execPath,
    toolScript('vitest'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  console.log(`\n${part}`);
  return new Promise((resolve) => {
    const child = spawnGroup(command, ['ignore', 'inherit', 'inherit']);
    const limit = setTimeout(() => {
      console.log(`${part}: ended after ${limitMs / MINUTE_MS} minutes`);
      endGroup(child);
    }, limitMs);
    child.on('error', (error) => console.log(`${part}: ${error.message}`));
    child.on('close', (code) => {
      clearTimeout(limit);
      // What a killed or crashed run left behind must not outlive it.
      if (code !== 0) endGroup(child);
      resolve(countTests(file, code));
    });
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`no part named ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  process.exit(2);
}
const wanted = (part: string): boolean => asked.length === 0 || asked.includes(part);

mkdirSync(RESULTS, { recursive: true });
const counts: Count[] = [];
if (wanted('checks')) counts.push(await countSteps(checkSteps(), 2));
if (wanted('build')) counts.push(await countSteps([BUILD], 1));
for (const part of VITEST_PARTS) if (wanted(part.part)) counts.push(await runVitest(part));

const sum = (field: keyof Count): number => counts.reduce((total, count) => total + count[field], 0);
console.log(sum('skipped') > 0 ? `\n${sum('skipped')} skipped` : '');
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
