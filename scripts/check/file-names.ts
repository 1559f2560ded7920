// Files are named after what they export: kebab-case, components in PascalCase. No drawers for what has no name of its own
// (utils, helpers, common, manager), no index files, and files one can take in at a glance: the median has at most 100
// lines, nine in ten at most 250 (the linter stops at 400).
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { report, type Finding } from './report.ts';
import { listFiles, listSources, TOP } from './source-files.ts';

const DRAWERS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'misc', 'index']);
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*(\.(test|module))?\.tsx?$/;
const MEDIAN_LINES = 100;
const LONG_LINES = 250;
const ONE_IN = 10;

export function checkName(path: string): Finding[] {
  const name = basename(path);
  const findings: Finding[] = [];
  if (!KEBAB.test(name) && !(PASCAL.test(name) && name.endsWith('.tsx'))) {
    findings.push({ place: path, problem: 'is neither kebab-case nor a PascalCase component' });
  }
  const drawer = path.split(/[/.-]/).find((word) => DRAWERS.has(word.toLowerCase()));
  if (drawer !== undefined) findings.push({ place: path, problem: `"${drawer}" says nothing about what is inside` });
  return findings;
}

/** `lines` of every source that is no test. */
export function checkSizes(lines: readonly number[]): Finding[] {
  const sorted = lines.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const findings: Finding[] = [];
  if (median > MEDIAN_LINES)
    findings.push({ place: 'sources', problem: `the median file has ${median} lines, more than ${MEDIAN_LINES}` });
  const long = sorted.filter((count) => count > LONG_LINES).length;
  if (long * ONE_IN > sorted.length) {
    findings.push({
      place: 'sources',
      problem: `${long} of ${sorted.length} files have more than ${LONG_LINES} lines`,
    });
  }
  return findings;
}

if (import.meta.main) {
  const named = listFiles().filter((path) => /\.(ts|tsx|mjs|cjs)$/.test(path) && !path.startsWith('tests/canary/'));
  const sized = listSources().filter((path) => !/\.test\.tsx?$/.test(path) && !path.startsWith('tests/'));
  const lines = sized.map((path) => readFileSync(join(TOP, path), 'utf8').split('\n').length - 1);
  report(
    [...named.flatMap(checkName), ...checkSizes(lines)],
    `${named.length} files well named and of a size to see whole`,
  );
}
