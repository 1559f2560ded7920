/** The runs with real processes and real files, from the lab's command line. */
import { runKillCycles, type KillCyclesSummary } from './kill-cycles.ts';
import { runNetns } from './netns.ts';
import { runPowerCut, type PowerCutSummary } from './power-cut.ts';
import { runSockets } from './sockets.ts';
import type { Arguments } from './arguments.ts';
import { table } from './print.ts';
import type { Saying } from './seeds.ts';

/** Saves in each recorded run: enough for some thousand steps at which the power can go. */
const RECORDED_SAVES = 60;

/** Each gives true when nothing was broken. */
export const REAL: Readonly<Record<string, (args: Arguments, saying: Saying) => Promise<boolean>>> = {
  async 'kill-cycles'(args, { say, hint }) {
    const progress = (done: number, of: number): void => hint(`kill-cycles: ${done} of ${of}`);
    const summary = await runKillCycles({ cycles: args.cycles, seed: String(args.from), progress });
    say(args.json ? JSON.stringify({ scenario: 'kill-cycles', ...summary }) : killText(summary));
    return summary.violations.length === 0;
  },
  async 'power-cut'(args, { say, hint }) {
    const progress = (done: number, of: number): void => hint(`power-cut: ${done} of ${of}`);
    const summary = await runPowerCut({
      images: args.images,
      seed: String(args.from),
      saves: RECORDED_SAVES,
      progress,
    });
    say(args.json ? JSON.stringify({ scenario: 'power-cut', ...summary }) : powerText(summary));
    return summary.violations.length === 0;
  },
  sockets: async (args, saying) => (await runSockets(args, saying)).violations === 0,
  netns: async (args, saying) => (await runNetns(args, saying)).violations === 0,
};

function killText(s: KillCyclesSummary): string {
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, n]) => `${name} ${n}`)
      .join(' · ');
  return [
    table([
      ['kill -9 cycles', s.cycles],
      ['saves acknowledged', s.acknowledged],
    ]),
    `  moments: ${counts(s.kinds)}`,
    `  victims: ${counts(s.victims)}`,
    `  write-ahead log removed: ${counts(s.withoutLog)}`,
    `  bits flipped: ${counts(s.flippedBits)}`,
    ...broken(s.violations),
  ].join('\n');
}

function powerText(s: PowerCutSummary): string {
  return [
    table([
      ['images', s.images],
      ['recorded steps', s.steps],
      ['brought up and drained', s.broughtUp],
      ['saves looked for', s.savesLookedFor],
    ]),
    ...broken(s.violations),
  ].join('\n');
}

function broken(violations: readonly string[]): readonly string[] {
  return violations.length === 0 ? ['  nothing broken'] : violations.map((v) => `  BROKEN: ${v}`);
}
