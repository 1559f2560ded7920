// Puts back into package-lock.json what npm drops from it: optional packages with binaries for other platforms. npm leaves
// out those that the registry in use does not carry, and `npm ci` then refuses the file everywhere. An entry put back has a
// version (exact, from the package that asks for it) but no hash, since there was nothing here to hash; npm takes it on the
// platform it is for and skips it on all others. Run after each change of dependencies: `node scripts/run.mjs
// scripts/complete-lockfile.ts`. The check `dependencies` fails while entries are missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from './check/source-files.ts';

export interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
  readonly [field: string]: unknown;
}

const FOLDER = 'node_modules/';
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];
const LIBRARIES: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };

/** Optional packages that some entry asks for and the file does not have, by path. */
export function missingEntries(lock: Lock): Map<string, LockEntry> {
  const missing = new Map<string, LockEntry>();
  for (const [asker, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!canResolve(lock, asker, name)) missing.set(FOLDER + name, entryFor(name, version, entry.dev === true));
    }
  }
  return missing;
}

export function completeLock(lock: Lock): Lock {
  const packages = { ...lock.packages, ...Object.fromEntries(missingEntries(lock)) };
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/** Node's own search: the folder of the asker, then each one above it. */
function canResolve(lock: Lock, asker: string, name: string): boolean {
  for (let place = asker; ; place = place.slice(0, Math.max(0, place.lastIndexOf(`/${FOLDER}`)))) {
    const path = place === '' ? FOLDER + name : `${place}/${FOLDER}${name}`;
    if (Object.hasOwn(lock.packages, path)) return true;
    if (place === '') return false;
  }
}

/** What such packages have in common: their name ends in system, processor and, on Linux, the C library. */
function entryFor(name: string, version: string, dev: boolean): LockEntry {
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${name} is asked for as ${version}: look its version up by hand`);
  const words = name.split(/[/-]/);
  const cpu = PROCESSORS.filter((word) => words.includes(word));
  const os = SYSTEMS.filter((word) => words.includes(word));
  if (cpu.length !== 1 || os.length !== 1) throw new Error(`${name} does not say which platform it is for`);
  const libc = words.flatMap((word) => LIBRARIES[word] ?? []);
  return {
    version,
    cpu,
    ...(dev ? { dev } : {}),
    ...(os[0] === 'linux' && libc.length > 0 ? { libc } : {}),
    optional: true,
    os,
  };
}

if (import.meta.main) {
  const file = join(TOP, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const added = missingEntries(lock).size;
  if (added > 0) writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
  console.log(added > 0 ? `put back ${added} entries` : 'nothing is missing');
}
