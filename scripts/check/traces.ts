// Nothing in the repository tells where it was made: no home directories, no registry hosts, no resolved addresses in the
// lock file. A lock file that names a host installs on the machines that reach that host and on no other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, type Finding } from './report.ts';
import { listFiles, TOP } from './source-files.ts';

const TEXT = /\.(ts|tsx|mjs|cjs|js|json|jsonc|ya?ml|md|html|css|sql|sh|csv|txt|svg)$|^[^.]+$|\/\.?[^./]+$|^\.[^/]+$/;

const TRACES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.$}*-])\/(?:home|Users)\/[A-Za-z][\w.-]*\//, 'a home directory'],
  [/(?<![\w.$}*-])\/root\//, 'a home directory'],
  [/[A-Za-z]:\\{1,2}Users\\{1,2}[A-Za-z]/, 'a home directory'],
  [
    /(?<![\w.$}*-])\/(?:work|workspace|builds)\/(?:main|master|shared|src|repo|project|holdfast)\b/,
    'a path of one machine',
  ],
  [/https?:\/\/[^\s/"'`)]*(?:registry|artifactory|nexus|verdaccio|jfrog|npmmirror)[^\s/"'`)]*/, 'a registry host'],
  [/^\s*"resolved":/, 'a resolved address in the lock file'],
];

export function findTraces(path: string, text: string, local: readonly string[] = []): Finding[] {
  const findings: Finding[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    for (const [pattern, what] of TRACES) {
      const match = pattern.exec(line);
      if (match !== null) findings.push({ place: `${path}:${index + 1}`, problem: `${what}: ${match[0].trim()}` });
    }
    if (local.some((word) => line.includes(word))) {
      findings.push({ place: `${path}:${index + 1}`, problem: 'the folder or the registry in use here' });
    }
  }
  return findings;
}

/** The absolute path of this copy, when it is long enough to mean anything. */
const ownFolder = (): string[] => (TOP.split(/[/\\]/).length > 2 ? [TOP] : []);

/** Host of the registry npm is set to while this runs, unless it is the public one, which documents may name. */
function ownRegistry(): string[] {
  const address = process.env['npm_config_registry'];
  const host = address === undefined ? '' : (URL.parse(address)?.host ?? '');
  return host === '' || host.endsWith('npmjs.org') ? [] : [host];
}

if (import.meta.main) {
  const own = [...ownFolder(), ...ownRegistry()];
  // This check and its test name what they look for.
  const files = listFiles().filter((file) => TEXT.test(file) && !file.startsWith('scripts/check/traces'));
  const findings = files.flatMap((file) => findTraces(file, readFileSync(join(TOP, file), 'utf8'), own));
  report(findings, `${files.length} files tell nothing about where they were made`);
}
