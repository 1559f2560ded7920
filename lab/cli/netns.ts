/**
 * `netns`: a real server in one network namespace, real consoles in another, and between them the kernel's own weather: a
 * link that is pulled, an address that is taken away, and, where `tc netem` is there, loss, delay, reordering, doubling
 * and a slow line. Where the machine does not allow it, it says what was refused, and that is no failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.ts';
import { heal } from './heal.ts';
import { table } from './print.ts';
import { serverCommand, type SaverTask } from './saver.ts';
import type { Saying } from './seeds.ts';

export interface NetnsArguments {
  readonly json: boolean;
  /** Milliseconds that each condition is held; left out: 8,000. */
  readonly holdMs?: number;
}

export interface NetnsRound {
  readonly condition: string;
  readonly saves: number;
  readonly healedMs: number;
  readonly violations: readonly string[];
}

export interface NetnsSummary {
  /** Null where it could be run; otherwise what was refused, word for word. */
  readonly refused: string | null;
  /** The same for `tc netem` alone. */
  readonly netemRefused: string | null;
  readonly rounds: readonly NetnsRound[];
  readonly violations: number;
}

const SERVER = { space: `holdfast-s${process.pid}`, dev: 'hf-server', address: '10.77.31.1' } as const;
const LAPTOPS = { space: `holdfast-l${process.pid}`, dev: 'hf-laptops', address: '10.77.31.2' } as const;
const PEOPLE = ['Chloe Martin', 'Ada Brandt'] as const;
const HOLD_MS = 8_000;

interface Condition {
  readonly name: string;
  readonly begin: readonly (readonly string[])[];
  readonly end: readonly (readonly string[])[];
}

const inSpace = (at: { readonly space: string }, ...command: readonly string[]): readonly string[] => [
  'netns',
  'exec',
  at.space,
  ...command,
];
const netem = (name: string, ...how: readonly string[]): Condition => ({
  name,
  begin: [SERVER, LAPTOPS].map((at) => inSpace(at, 'tc', 'qdisc', 'replace', 'dev', at.dev, 'root', 'netem', ...how)),
  end: [SERVER, LAPTOPS].map((at) => inSpace(at, 'tc', 'qdisc', 'del', 'dev', at.dev, 'root')),
});

const KERNEL: readonly Condition[] = [
  {
    name: 'the cable pulled: packets vanish, nobody is told',
    begin: [inSpace(SERVER, 'ip', 'link', 'set', SERVER.dev, 'down')],
    end: [inSpace(SERVER, 'ip', 'link', 'set', SERVER.dev, 'up')],
  },
  {
    name: 'no network: the laptops’ address is taken away',
    begin: [inSpace(LAPTOPS, 'ip', 'addr', 'flush', 'dev', LAPTOPS.dev)],
    end: [inSpace(LAPTOPS, 'ip', 'addr', 'add', `${LAPTOPS.address}/24`, 'dev', LAPTOPS.dev)],
  },
];
const NETEM: readonly Condition[] = [
  netem('satellite: 750 ms each way, 2.5 % loss each way', 'delay', '750ms', '50ms', 'loss', '2.5%'),
  netem('weak: 300 ms ± 200 ms, 10 % loss', 'delay', '300ms', '200ms', 'loss', '10%'),
  netem('reordering: a quarter overtakes 50 ms', 'delay', '50ms', 'reorder', '25%', '50%'),
  netem('doubled: one packet in ten arrives twice', 'duplicate', '10%'),
  netem('a line of 32 kbit/s', 'rate', '32kbit'),
];

/** Null when it worked; otherwise what it said. */
function ip(command: readonly string[]): string | null {
  const done = spawnSync('ip', command, { encoding: 'utf8' });
  if (done.error) return done.error.message;
  return done.status === 0 ? null : `ip ${command.join(' ')}: ${done.stderr.trim() || `exit ${done.status}`}`;
}

export async function runNetns(args: NetnsArguments, { say, hint }: Saying): Promise<NetnsSummary> {
  const refused = lay();
  const netemRefused = refused === null ? tryNetem() : refused;
  const conditions = refused === null ? [...KERNEL, ...(netemRefused === null ? NETEM : [])] : [];
  const rounds = conditions.length === 0 ? [] : await runAll(conditions, args.holdMs ?? HOLD_MS, hint).finally(takeUp);
  if (conditions.length === 0) takeUp();
  const violations = rounds.reduce((sum, r) => sum + r.violations.length, 0);
  const summary = { refused, netemRefused, rounds, violations };
  say(args.json ? JSON.stringify({ scenario: 'netns', ...summary }) : netnsText(summary));
  return summary;
}

/** Two namespaces and a cable between them; null, or what was refused. */
function lay(): string | null {
  if (process.platform !== 'linux') return `network namespaces are Linux’s, and this is ${process.platform}`;
  if (spawnSync('ip', ['-V']).error && process.getuid?.() === 0 && existsSync('/etc/debian_version'))
    spawnSync('apt-get', ['install', '-y', '-q', 'iproute2'], { stdio: 'ignore' });
  const steps = [
    ['netns', 'add', SERVER.space],
    ['netns', 'add', LAPTOPS.space],
    [
      'link',
      'add',
      SERVER.dev,
      'netns',
      SERVER.space,
      'type',
      'veth',
      'peer',
      'name',
      LAPTOPS.dev,
      'netns',
      LAPTOPS.space,
    ],
    ...[SERVER, LAPTOPS].flatMap((at) => [
      inSpace(at, 'ip', 'addr', 'add', `${at.address}/24`, 'dev', at.dev),
      inSpace(at, 'ip', 'link', 'set', at.dev, 'up'),
      inSpace(at, 'ip', 'link', 'set', 'lo', 'up'),
    ]),
  ];
  for (const step of steps) {
    const words = ip(step);
    if (words !== null) return words;
  }
  return null;
}

function takeUp(): void {
  for (const { space } of [SERVER, LAPTOPS]) ip(['netns', 'del', space]);
}

function tryNetem(): string | null {
  const [trial] = NETEM;
  for (const step of trial?.begin ?? []) {
    const words = ip(step);
    if (words !== null) return words;
  }
  for (const step of trial?.end ?? []) ip(step);
  return null;
}

async function runAll(
  conditions: readonly Condition[],
  holdMs: number,
  hint: Saying['hint'],
): Promise<readonly NetnsRound[]> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-netns-'));
  const serverFile = join(folder, 'server', 'server.db');
  mkdirSync(join(folder, 'server'));
  const server = new Child(['ip', ...inSpace(SERVER, ...serverCommand(serverFile, 8484), '--host', SERVER.address)]);
  try {
    if ((await server.line(/^server ready: /)) === null)
      throw new Error(`the server did not start: ${server.complaints}`);
    const rounds: NetnsRound[] = [];
    for (const condition of conditions) {
      rounds.push(await runOne(condition, folder, serverFile, holdMs));
      hint(`netns: ${rounds.length} of ${conditions.length}`);
    }
    return rounds;
  } finally {
    server.signal('SIGTERM');
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOne(condition: Condition, folder: string, serverFile: string, holdMs: number): Promise<NetnsRound> {
  const acknowledged = new Set<string>();
  const profiles = PEOPLE.map((_person, index) => join(folder, `laptop-${index}`));
  const consoles = PEOPLE.map((person, index) => startConsole(profiles[index] ?? '', person, acknowledged));
  try {
    for (const console of consoles)
      if ((await console.line(/^saved /)) === null) throw new Error(`a console did not start: ${console.complaints}`);
    const wrong = condition.begin.map(ip).filter((words) => words !== null);
    await sleep(holdMs);
    for (const console of consoles) console.say('hold');
    wrong.push(...condition.end.map(ip).filter((words) => words !== null));
    const began = Date.now();
    const found = await heal({ serverFile, copy: join(folder, 'copy'), consoles, profiles, acknowledged });
    const healedMs = Date.now() - began;
    return { condition: condition.name, saves: acknowledged.size, healedMs, violations: [...wrong, ...found] };
  } finally {
    for (const console of consoles) console.say('close');
    for (const console of consoles) await console.ended;
  }
}

function startConsole(profile: string, person: string, acknowledged: Set<string>): Child {
  const server = `http://${SERVER.address}:8484`;
  const task: SaverTask = { profile, server, person, saves: null, bytes: 200, pauseMs: 50, checkpoints: false };
  const program = join(import.meta.dirname, 'saver-process.ts');
  return new Child(['ip', ...inSpace(LAPTOPS, process.execPath, program, JSON.stringify(task))], {
    onLine: (line) => void (line.startsWith('saved ') && acknowledged.add(line.slice('saved '.length))),
  });
}

function netnsText({ refused, netemRefused, rounds, violations }: NetnsSummary): string {
  if (refused !== null) return `not possible here: ${refused}`;
  const head = ['condition', 'saves', 'healed after', 'found'] as const;
  const lines = rounds.map((r) => [
    r.condition,
    r.saves,
    `${(r.healedMs / 1_000).toFixed(1)} s`,
    r.violations.length === 0 ? 'nothing wrong' : r.violations.slice(0, 3).join(' | '),
  ]);
  const without = netemRefused === null ? '' : `\nLoss, delay and reordering are not possible here: ${netemRefused}`;
  return `${table([head, ...lines])}\n\n${rounds.length} rounds, ${violations} violations.${without}`;
}
