// Each dependency has its line in docs/dependencies.md that says why it is there, and each line its dependency. package.json
// asks for exact versions, and the lock file has every package for every platform, or `npm ci` would refuse it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingEntries, type Lock } from '../complete-lockfile.ts';
import { report, type Finding } from './report.ts';
import { TOP } from './source-files.ts';

const DOCUMENT = 'docs/dependencies.md';

export const checkLock = (lock: Lock): Finding[] =>
  [...missingEntries(lock).keys()].map((path) => ({
    place: 'package-lock.json',
    problem: `lacks ${path}: run node scripts/run.mjs scripts/complete-lockfile.ts`,
  }));

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function checkDependencies(manifest: Manifest, markdown: string): Finding[] {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
  const explained = new Map<string, string>();
  for (const [, name = '', why = ''] of markdown.matchAll(/^\|\s*`([^`]+)`\s*\|(.*)\|\s*$/gm))
    explained.set(name, why.trim());

  const findings: Finding[] = [];
  for (const [name, version] of Object.entries(wanted)) {
    if ((explained.get(name) ?? '') === '') findings.push({ place: DOCUMENT, problem: `says nothing about ${name}` });
    if (!/^(npm:.+@)?\d+\.\d+\.\d+/.test(version)) {
      findings.push({ place: 'package.json', problem: `${name} is asked for as ${version}: name one version` });
    }
  }
  for (const name of explained.keys()) {
    if (!Object.hasOwn(wanted, name))
      findings.push({ place: DOCUMENT, problem: `explains ${name}, which is not a dependency` });
  }
  return findings;
}

if (import.meta.main) {
  const manifest = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8')) as Manifest;
  const findings = checkDependencies(manifest, readFileSync(join(TOP, DOCUMENT), 'utf8'));
  const lock = JSON.parse(readFileSync(join(TOP, 'package-lock.json'), 'utf8')) as Lock;
  report([...findings, ...checkLock(lock)], 'every dependency is explained, the lock file complete');
}
