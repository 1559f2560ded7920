// Makes a fresh clone ready to run: dependencies, Node 24, and, when asked, a Chromium for the browser tests.
//
// Plain JavaScript that runs on any Node from 18 up, with nothing installed, because it runs before anything is. All
// other scripts run on the Node 24 that this one installs (better-sqlite3 crashes on older ones). Each step says in
// one line what it does or what is missing; an error is a sentence for a person, not a stack.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOP = join(dirname(fileURLToPath(import.meta.url)), '..');

const WINDOWS = process.platform === 'win32';
const NODE_MAJOR = 24;
/** Slow links are normal; a hung registry is not. */
const INSTALL_LIMIT_MS = 20 * 60_000;
const BROWSER_LIMIT_MS = 10 * 60_000;
const PROBE_LIMIT_MS = 20_000;
/** A browser fetched by this script stays inside the project's own (ignored) folder. */
const OWN_BROWSERS = join(TOP, '.holdfast', 'browsers');

/** Something a person has to do first. `message` says what. */
export class SetUpError extends Error {}

const say = (line) => process.stderr.write(`set-up: ${line}\n`);

/** Installs what is missing. Returns the path of a Node 24. */
export function setUp() {
  const why = whyInstall();
  if (why !== null) install(why);
  const node = findNode() ?? repairNode();
  if (node === null) {
    throw new SetUpError(
      `Node ${NODE_MAJOR} did not arrive with the npm package "node". Allow its install script ` +
        `(npm config get ignore-scripts) and run again, or start with a system Node ${NODE_MAJOR}.`,
    );
  }
  return node;
}

/** Null when node_modules holds what the lockfile says, otherwise the reason in words. */
export function whyInstall(top = TOP) {
  const wanted = readJson(join(top, 'package-lock.json'));
  if (wanted === null)
    throw new SetUpError('package-lock.json is missing or damaged: get it back from version control.');
  const present = readJson(join(top, 'node_modules', '.package-lock.json'));
  if (present === null) return 'dependencies are not installed yet';
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '' || entry.link) continue;
    const got = present.packages[path];
    if (got === undefined && entry.optional) continue;
    if (got === undefined || got.version !== entry.version)
      return `${path.replace('node_modules/', '')} is missing or of another version`;
  }
  return null;
}

function install(why) {
  say(`${why}; running npm ci (this takes a minute)`);
  // The Node that runs npm must not be the one inside node_modules, which npm ci removes first.
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const inside = realpath(node).startsWith(join(realpath(TOP), 'node_modules'));
  const [command, all] = npm !== undefined && !inside ? [node, [npm, ...args]] : ['npm', args];
  const done = spawnSync(command, all, {
    cwd: TOP,
    stdio: ['ignore', 2, 2],
    env: inside ? { ...process.env, PATH: pathWithoutModules() } : process.env,
    shell: WINDOWS && command === 'npm',
    timeout: INSTALL_LIMIT_MS,
  });
  if (done.error?.code === 'ENOENT')
    throw new SetUpError('npm is not installed: install Node.js (18 or newer) with npm, then run again.');
  if (done.status !== 0) {
    throw new SetUpError(
      'npm ci failed (its own words are above). Check the network and the registry settings, then run again.',
    );
  }
}

/** The Node 24 of the npm package `node`, or the running one when that is new enough. */
export function findNode() {
  const own = join(TOP, 'node_modules', 'node', 'bin', WINDOWS ? 'node.exe' : 'node');
  if (existsSync(own) && major(own) === NODE_MAJOR) return own;
  return Number(process.versions.node.split('.')[0]) >= NODE_MAJOR ? process.execPath : null;
}

/** npm may have been told not to run install scripts; this one only copies a binary from the registry. */
function repairNode() {
  const script = join(TOP, 'node_modules', 'node', 'installArchSpecificPackage.js');
  if (!existsSync(script)) return null;
  say(`fetching Node ${NODE_MAJOR} (its install script did not run)`);
  spawnSync(process.execPath, [script], { cwd: dirname(script), stdio: ['ignore', 2, 2], timeout: INSTALL_LIMIT_MS });
  return findNode();
}

function major(node) {
  const asked = spawnSync(node, ['-p', 'process.versions.node.split(".")[0]'], {
    encoding: 'utf8',
    timeout: PROBE_LIMIT_MS,
  });
  return asked.status === 0 ? Number(asked.stdout.trim()) : null;
}

/** Path of a Chromium, Chrome or Edge that starts; fetched if the machine allows it; null if there is none to be had. */
export function setUpBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  say('no Chromium, Chrome or Edge found; fetching Chromium');
  const cli = join(TOP, 'node_modules', 'playwright-core', 'cli.js');
  const node = findNode();
  if (existsSync(cli) && node !== null) {
    const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: OWN_BROWSERS };
    spawnSync(node, [cli, 'install', 'chromium'], { cwd: TOP, stdio: 'ignore', env, timeout: BROWSER_LIMIT_MS });
    const fetched = findBrowser();
    if (fetched !== null) return fetched;
    say("Playwright's download is out of reach");
  }
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== null) {
    say('installing the distribution package chromium with apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 2], env, timeout: BROWSER_LIMIT_MS });
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', 'chromium');
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  say('no browser: install Chromium, Chrome or Edge, or name one in HOLDFAST_CHROMIUM. Browser tests will fail.');
  return null;
}

/** strace, which records what is written and flushed for the power-cut images. True when there is one. */
export function setUpRecorder() {
  if (process.platform !== 'linux') return false;
  if (onPath('strace') === null && process.getuid?.() === 0 && onPath('apt-get') !== null) {
    say('installing the distribution package strace with apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 2], env, timeout: BROWSER_LIMIT_MS });
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', 'strace');
  }
  if (onPath('strace') !== null) return true;
  say('no strace: the tests of power cuts will be skipped. Install it to run them.');
  return false;
}

/** First of: HOLDFAST_CHROMIUM, the PATH, the usual places, Playwright's folders. Only what really starts counts. */
export function findBrowser() {
  const named = process.env['HOLDFAST_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (starts(named)) return named;
    throw new SetUpError(`HOLDFAST_CHROMIUM names ${named}, which does not start.`);
  }
  for (const candidate of browserCandidates()) if (starts(candidate)) return candidate;
  return null;
}

function* browserCandidates() {
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  for (const name of names) {
    const path = onPath(name);
    if (path !== null) yield path;
  }
  if (WINDOWS) {
    for (const base of ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name])) {
      if (base === undefined) continue;
      yield join(base, 'Google', 'Chrome', 'Application', 'chrome.exe');
      yield join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe');
      yield join(base, 'Chromium', 'Application', 'chrome.exe');
    }
  }
  if (process.platform === 'darwin') {
    for (const app of ['Chromium', 'Google Chrome', 'Microsoft Edge'])
      yield `/Applications/${app}.app/Contents/MacOS/${app}`;
  }
  yield* playwrightBrowsers();
}

function* playwrightBrowsers() {
  const caches = [process.env['PLAYWRIGHT_BROWSERS_PATH'], OWN_BROWSERS, join(homedir(), '.cache', 'ms-playwright')];
  const inside = [
    ['chrome-linux64', 'chrome'],
    ['chrome-linux', 'chrome'],
    ['chrome-win64', 'chrome.exe'],
    ['chrome-win', 'chrome.exe'],
    ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
  ];
  for (const cache of caches) {
    if (!cache || !existsSync(cache)) continue;
    const versions = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
    for (const version of versions.sort().reverse()) for (const parts of inside) yield join(cache, version, ...parts);
  }
}

/** On Windows `chrome.exe --version` opens a window, so there existence has to do. */
function starts(path) {
  if (!existsSync(path)) return false;
  if (WINDOWS) return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: PROBE_LIMIT_MS }).status === 0;
}

function onPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, WINDOWS ? `${name}.exe` : name);
    if (folder !== '' && existsSync(path)) return path;
  }
  return null;
}

const pathWithoutModules = () =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter);

function realpath(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Runs `work`; an error a person can act on becomes one line and exit code 1. */
export function orSayWhy(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.stderr.write(`set-up: ${error.message}\n`);
    process.exit(1);
  }
}

if (process.argv[1] !== undefined && realpath(process.argv[1]) === realpath(fileURLToPath(import.meta.url))) {
  orSayWhy(() => {
    const node = setUp();
    const browser = process.argv.includes('--browser') ? setUpBrowser() : findBrowser();
    say(`ready (Node at ${node}; browser ${browser ?? 'none'})`);
  });
}
