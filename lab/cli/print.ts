/** What the lab says to a person: tables, sums, and the story of what went wrong. */
import type { Plan } from '../plan/plan.ts';
import { keptText, type Shrunk } from '../plan/shrink.ts';
import type { RunResult } from '../run.ts';
import { SCENARIO_NAMES, scenarioOf } from '../scenarios/scenarios.ts';
import { clockText } from '../world/trace.ts';
import type { ReviewCounts } from '../invariants/review-reader.ts';
import { speedOf, type Tally } from './tally.ts';

/** Columns as wide as they need to be; numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_c, i) => Math.max(...rows.map((r) => String(r[i] ?? '').length)));
  const cell = (value: string | number, i: number): string =>
    typeof value === 'number' ? String(value).padStart(widths[i] ?? 0) : value.padEnd(widths[i] ?? 0);
  return rows.map((r) => `  ${r.map(cell).join('  ')}`.trimEnd()).join('\n');
}

const BESIDES: readonly (readonly [string, string])[] = [
  ['mutants', 'Breaks the engine on purpose, one bug at a time: the lab has to notice every one.'],
  ['sockets', 'Every weather through a real proxy, in front of a real server, with real consoles.'],
  ['netns', 'The kernel’s own loss, delay and reordering, where network namespaces are allowed.'],
  ['kill-cycles', 'Real processes killed at random moments; their files are checked after each.'],
  ['power-cut', 'What a disk may hold after the power went, rebuilt from recorded writes and opened.'],
];

export function listText(): string {
  const scenarios = SCENARIO_NAMES.map((name) => [name, scenarioOf(name).says] as const);
  return `On a virtual clock, from a seed:\n${table(scenarios)}\n\nWith real processes and real files:\n${table(BESIDES)}`;
}

/** One run, told in full. */
export function runText(plan: Plan, result: RunResult, tally: Tally): string {
  const { summary } = result;
  const head = [
    'device',
    'saved',
    'not saved',
    'starts',
    'applied',
    'set aside',
    'in question',
    'replaced',
    'held',
    'waiting',
    'unsent',
    'records',
  ];
  const rows = summary.devices.map((d) => [
    d.name,
    d.saved,
    d.notSaved,
    d.starts,
    d.applied,
    d.setAside,
    d.inQuestion,
    d.replaced,
    d.held,
    d.waiting,
    d.unsent,
    d.records,
  ]);
  const drained = result.drainedAfter === null ? 'never' : `${Math.round(result.drainedAfter / 1_000)} s after healing`;
  const { frames } = summary;
  return [
    `${plan.scenario}, seed ${plan.seed}: ${clockText(result.duration)} of virtual time`,
    '',
    table([head, ...rows]),
    '',
    `  questions asked ${summary.questions} · frames up ${frames.up}, down ${frames.down}, lost ${frames.lost} · ${Math.round(frames.bytes / 1_024)} KiB · server starts ${summary.serverStarts}`,
    ...(result.review ? [reviewText(result.review)] : []),
    `  every queue empty ${drained}`,
    `  trace ${result.hash.slice(0, 16)}`,
    '',
    tallyText(tally),
  ].join('\n');
}

function reviewText(r: ReviewCounts): string {
  const rows: readonly (readonly [string, number])[] = [
    ['values in conflict', r.conflicts],
    ['questions', r.questions],
    ['answers that settled one', r.answers],
    ['second answers', r.second],
    ['answers to sides that had changed', r.stale],
    ['answers taken back', r.undos],
    ['taken back too late', r.undosTooLate],
    ['passed on to the next rank', r.escalated],
  ];
  return `\n${table([['review', ''], ...rows])}\n`;
}

export function tallyText(t: Tally): string {
  const faults = Object.entries(t.faults).map(([kind, n]) => `${kind} ${n}`);
  const broken = new Map<string, number>();
  for (const f of t.failures) broken.set(f.invariant, (broken.get(f.invariant) ?? 0) + 1);
  const checks = Object.entries(t.checks).map(
    ([name, n]) => [name, n, broken.has(name) ? `BROKEN ${broken.get(name)}` : 'held'] as const,
  );
  return [
    `  faults: ${faults.length === 0 ? 'none' : faults.join(' · ')}`,
    '',
    table([['invariant', 'looks', ''], ...checks]),
    '',
    `  ${t.seeds} ${t.seeds === 1 ? 'seed' : 'seeds'} · ${t.violations} violations · ${t.deviceHours.toFixed(1)} device-hours · ${Math.round(speedOf(t)).toLocaleString('en')} × real time on one core · ${t.saves} saves · ${t.questions} questions`,
  ].join('\n');
}

/** Frames that only keep a link alive tell nothing. */
const DULL = / (ping|pong) \(/;
const MOST_LINES = 120;

export function failureText(
  plan: Plan,
  result: RunResult,
  small: (Shrunk & { readonly result: RunResult }) | null,
): string {
  const lines = [`${plan.scenario}, seed ${plan.seed} BROKE:`];
  for (const v of result.violations.slice(0, 5)) lines.push(`  ${v.invariant}, seen at ${clockText(v.at)}: ${v.words}`);
  const only = small ? ` --only ${keptText(small.kept)}` : '';
  if (small) {
    const { kept, runs } = small;
    lines.push(
      '',
      `smallest plan found in ${runs} runs: ${kept.steps.length} of ${plan.steps.length} steps, ${kept.faults.length} of ${plan.faults.length} faults`,
    );
    const story = small.result.trace.filter((l) => !DULL.test(l));
    if (story.length > MOST_LINES) lines.push(`  … ${story.length - MOST_LINES} lines before these`);
    for (const line of story.slice(-MOST_LINES)) lines.push(`  ${line}`);
  }
  lines.push(
    '',
    `replay: npm run lab -- ${plan.scenario} --seed ${plan.seed} --devices ${plan.cast.length}${only} --trace`,
  );
  return lines.join('\n');
}
