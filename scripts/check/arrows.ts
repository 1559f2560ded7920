// Who may import whom (.dependency-cruiser.cjs), and proof that the check looked: a cruise that sees no modules also
// sees no violations. So it must have seen nine tenths of the sources, and over tests/canary/arrows, a small house in
// which each rule is broken once, every rule must fire.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { report, type Finding } from './report.ts';
import { listSources, SOURCE_FOLDERS, TOP } from './source-files.ts';

const SEEN_AT_LEAST = 0.9;
const CONFIGS = ['electron.vite.config.ts', 'vitest.config.ts'];

const config = createRequire(import.meta.url)(join(TOP, '.dependency-cruiser.cjs')) as IConfiguration;

async function cruiseHouse(top: string): Promise<ICruiseResult> {
  const folders = [...SOURCE_FOLDERS, ...CONFIGS].filter((path) => existsSync(join(top, path)));
  const { enhancedResolveOptions, ...options } = config.options ?? {};
  const settings: ICruiseOptions = {
    ...options,
    baseDir: top,
    validate: true,
    ruleSet: { forbidden: config.forbidden ?? [] },
    ...(top === TOP ? { exclude: { path: ['^tests/canary/', '^(out|dist|release|coverage|docs|resources)/'] } } : {}),
  };
  const { output } = await cruise(folders, settings, { ...enhancedResolveOptions, bustTheCache: true });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  return output;
}

export function violations(result: ICruiseResult): Finding[] {
  return result.summary.violations.map((violation) => ({
    place: violation.from,
    problem: `${violation.rule.name}: imports ${violation.cycle?.map(({ name }) => name).join(' -> ') ?? violation.to}`,
  }));
}

/** Empty when the cruise saw enough of `sources`. */
export function unseen(result: ICruiseResult, sources: readonly string[]): Finding[] {
  const seen = new Set(result.modules.map((module) => module.source));
  const missing = sources.filter((source) => !seen.has(source));
  if (missing.length <= sources.length * (1 - SEEN_AT_LEAST)) return [];
  return [
    { place: 'arrows', problem: `saw too little: ${missing.length} of ${sources.length} sources were not cruised` },
  ];
}

/** Rules that did not fire over the canary house. */
export function silentRules(result: ICruiseResult): Finding[] {
  const fired = new Set(result.summary.violations.map((violation) => violation.rule.name));
  return (config.forbidden ?? [])
    .filter((rule) => !fired.has(rule.name ?? ''))
    .map((rule) => ({ place: 'tests/canary/arrows', problem: `rule ${rule.name} did not fire: it cannot fail` }));
}

if (import.meta.main) {
  const sources = listSources();
  const house = await cruiseHouse(TOP);
  const canary = await cruiseHouse(join(TOP, 'tests/canary/arrows'));
  report(
    [...violations(house), ...unseen(house, sources), ...silentRules(canary)],
    `${house.summary.totalCruised} modules, ${config.forbidden?.length} rules, each seen to fire`,
  );
}
