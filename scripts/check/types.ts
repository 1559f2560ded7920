// Compiles every program of tsconfig.json. The pure, the web and the Node world are compiled together with their canary, a
// file that reaches for what the world must not have (tests/canary): each line marked `must not compile` has to fail, and
// nothing else may. A dependency that drags Node's or the DOM's types into a world makes its canary compile, and this check
// red. Nothing is incremental: the compiler keeps old answers when a file brings new globals.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toolScript } from '../tool-script.ts';
import { report, type Finding } from './report.ts';
import { TOP } from './source-files.ts';

const AT_ONCE = 2;
const MARK = '// must not compile';
const CANARY = 'reaches-out.ts';
/** A part that has no tests of its own yet; a world without any code would not hide, its canary is there. */
const NO_INPUTS = 'error TS18003';

interface Config {
  readonly include?: readonly string[];
  readonly references?: readonly { readonly path: string }[];
}

function readConfig(path: string): Config {
  const text = readFileSync(join(TOP, path), 'utf8');
  return JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as Config;
}

function compile(config: string): Promise<string> {
  const args = [toolScript('typescript', 'tsc'), '-p', config, '--pretty', 'false'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: TOP, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve(error !== null && stdout === '' ? `${stderr}${error.message}` : stdout);
    });
  });
}

/** What the compiler said, apart from what it had to say about the marked lines of the canary. */
export function judge(output: string, canary?: { readonly path: string; readonly source: string }): Finding[] {
  const lines = canary?.source.split('\n') ?? [];
  const failed = new Set<number>();
  const findings: Finding[] = [];
  let aboutTheCanary = false;
  for (const said of output.split('\n')) {
    if (said.trim() === '' || said.includes(NO_INPUTS)) continue;
    const [, file = '', line = '0'] = /^(.+?)\((\d+),\d+\): error /.exec(said) ?? [];
    const marked =
      canary !== undefined && file.endsWith(canary.path) && lines[Number(line) - 1]?.includes(MARK) === true;
    // An indented line goes on about the error above it.
    aboutTheCanary = marked || (aboutTheCanary && said.startsWith(' '));
    if (marked) failed.add(Number(line));
    else if (!aboutTheCanary) findings.push({ place: 'tsc', problem: said });
  }
  for (const [index, text] of lines.entries()) {
    if (!text.includes(MARK) || failed.has(index + 1)) continue;
    findings.push({ place: `${canary?.path}:${index + 1}`, problem: 'compiles, but must be out of reach' });
  }
  return findings;
}

async function checkWorld(config: string): Promise<Finding[]> {
  const world = basename(config).replace(/^tsconfig\.|\.json$/g, '');
  const folder = `tests/canary/${world}`;
  if (!existsSync(join(TOP, folder))) return judge(await compile(config));
  const path = `${folder}/${CANARY}`;
  const canaryConfig = `${folder}/tsconfig.json`;
  return [
    ...sameFiles(config, canaryConfig),
    ...judge(await compile(canaryConfig), { path, source: readFileSync(join(TOP, path), 'utf8') }),
  ];
}

/** The canary has to stand among all the code of its world. */
function sameFiles(config: string, canaryConfig: string): Finding[] {
  const among = readConfig(canaryConfig).include?.map((pattern) => pattern.replace('../../../', '')) ?? [];
  return (readConfig(config).include ?? [])
    .filter((pattern) => !among.includes(pattern))
    .map((pattern) => ({ place: canaryConfig, problem: `leaves out ${pattern}, which ${config} has` }));
}

if (import.meta.main) {
  const waiting = readConfig('tsconfig.json').references?.map(({ path }) => path.replace('./', '')) ?? [];
  const worlds = waiting.length;
  const findings: Finding[] = [];
  const work = async (): Promise<void> => {
    for (let config = waiting.shift(); config !== undefined; config = waiting.shift()) {
      findings.push(...(await checkWorld(config)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // The same file may stand in several worlds, and its error be said in each.
  const said = new Map(findings.map((finding) => [finding.place + finding.problem, finding]));
  report([...said.values()], `${worlds} programs compile, and their canaries do not`);
}
