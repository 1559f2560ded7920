// `npm run package`: installers for this system, or for those named (`-- win linux`), one target after the other, so that
// one that cannot be built here does not take the others with it. Ends with a line per target; exit code 1 when any failed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.ts';
import { TOP } from './check/source-files.ts';
import { runSteps, type Step } from './steps.ts';
import { toolScript } from './tool-script.ts';

const TARGETS = { win: ['nsis', 'portable'], linux: ['AppImage', 'deb', 'rpm', 'tar.gz'] } as const;
const LIMIT_MS = 15 * 60_000;
const FETCH_LIMIT_MS = 10 * 60_000;

type System = keyof typeof TARGETS;
const isSystem = (name: string): name is System => Object.hasOwn(TARGETS, name);

/** The Electron package brings its binary on first use, when the machine may reach its download. */
function haveElectron(): boolean {
  const binary = join(
    TOP,
    'node_modules',
    'electron',
    'dist',
    process.platform === 'win32' ? 'electron.exe' : 'electron',
  );
  if (existsSync(binary)) return true;
  console.log('fetching the Electron binary');
  const install = join(TOP, 'node_modules', 'electron', 'install.js');
  spawnSync(process.execPath, [install], { cwd: TOP, stdio: 'ignore', timeout: FETCH_LIMIT_MS });
  return existsSync(binary);
}

const asked = process.argv.slice(2);
const systems = asked.length > 0 ? asked : [process.platform === 'win32' ? 'win' : 'linux'];
const unknown = systems.filter((name) => !isSystem(name));
if (unknown.length > 0) {
  console.error(`cannot package for ${unknown.join(', ')}; there are ${Object.keys(TARGETS).join(', ')}`);
  process.exit(2);
}

const steps: Step[] = systems.filter(isSystem).flatMap((system) =>
  TARGETS[system].map((target) => ({
    name: `${system} ${target}`,
    command: [process.execPath, toolScript('electron-builder'), `--${system}`, target, '--publish', 'never'] as const,
    limitMs: LIMIT_MS,
  })),
);

if (!isBuilt() && (await build()) !== 0) {
  console.error('the bundles do not build; nothing was packaged');
  process.exit(1);
}
if (!haveElectron()) {
  for (const { name } of steps) console.log(`not built: ${name}`);
  console.error(
    'the Electron binary is not installed and cannot be downloaded from here: run this where it can, or put it into the electron cache',
  );
  process.exit(1);
}
const results = await runSteps(steps, 1);
for (const { name, ok } of results) console.log(`${ok ? 'built' : 'not built'}: ${name}`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
