/**
 * The power goes, again and again (Q-6, SAVE-1, W-2): what a real server and a real console wrote and synced is recorded
 * once, then cut off at moments chosen from a seed; what was not yet synced is there, or not, or torn. Each such image is
 * opened by the real programs and must hold all that had been promised by then.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiskStep } from '../power/disk-step.ts';
import { RecordedDisk, type DiskImage, type Loss } from '../power/recorded-disk.ts';
import { chanceFrom, type Chance } from '../world/chance.ts';
import { lookAt } from './power-cut-image.ts';
import { RECORDED, recordRun, whyNoRecorder } from './power-cut-record.ts';

export interface PowerCutOptions {
  readonly images: number;
  readonly seed: string;
  /** Saves in each of the two runs of the recorded console. */
  readonly saves: number;
  /** Told after each image. */
  readonly progress?: (done: number, of: number) => void;
}

/** Whose power went; the other machine keeps all that it wrote. */
export const CUTS = ['laptop', 'server', 'both'] as const;
export type Cut = (typeof CUTS)[number];

export interface PowerCutSummary {
  readonly seed: string;
  readonly images: number;
  /** Writes, truncations, names and flushes recorded: there are so many moments to cut at. */
  readonly steps: number;
  readonly cuts: Readonly<Record<Cut, number>>;
  readonly losses: Readonly<Record<string, number>>;
  /** Images in which a server and a console went on working and drained. */
  readonly broughtUp: number;
  /** Acknowledged saves looked for, over all images. */
  readonly savesLookedFor: number;
  readonly violations: readonly string[];
}

/** @throws Error in words when there is no recorder here. */
export async function runPowerCut(options: PowerCutOptions): Promise<PowerCutSummary> {
  const why = whyNoRecorder();
  if (why !== null) throw new Error(why);
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-power-'));
  try {
    const args = [join(folder, 'recorded'), String(options.saves)];
    const { steps } = recordRun(RECORDED, args, join(folder, 'recorded'), join(folder, 'trace'));
    return await lookAtAll(steps, options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Moment {
  /** So many steps were made. */
  readonly at: number;
  readonly cut: Cut;
  readonly loss: Loss;
}

async function lookAtAll(
  steps: readonly DiskStep[],
  { images, seed, progress }: PowerCutOptions,
  folder: string,
): Promise<PowerCutSummary> {
  const chance = chanceFrom(seed);
  const moments = Array.from({ length: images }, () => chooseMoment(steps, chance)).toSorted((a, b) => a.at - b.at);
  const cuts: Record<Cut, number> = { laptop: 0, server: 0, both: 0 };
  const losses: Record<string, number> = {};
  const violations: string[] = [];
  const disk = new RecordedDisk();
  const acknowledged: string[] = [];
  let made = 0;
  let broughtUp = 0;
  let savesLookedFor = 0;
  for (const [index, { at, cut, loss }] of moments.entries()) {
    for (; made < at; made++) {
      const step = steps[made];
      if (step?.op === 'said') acknowledged.push(step.line.slice('saved '.length));
      else if (step) disk.apply(step);
    }
    const before = disk.image(KEPT, chance);
    const image = withCut(cut, disk.image(loss, chance), before);
    const place = join(folder, `image-${index}`);
    const looked = await lookAt({ image, before, acknowledged: [...acknowledged] }, place, 'bring up');
    rmSync(place, { recursive: true, force: true });
    cuts[cut] += 1;
    losses[nameOf(loss)] = (losses[nameOf(loss)] ?? 0) + 1;
    broughtUp += looked.broughtUp ? 1 : 0;
    savesLookedFor += acknowledged.length;
    for (const words of looked.violations) violations.push(`step ${at}, ${cut}, ${nameOf(loss)}: ${words}`);
    progress?.(index + 1, images);
  }
  return { seed, images, steps: steps.length, cuts, losses, broughtUp, savesLookedFor, violations };
}

const KEPT: Loss = { unsynced: 'kept' };

/** A third of the moments lie anywhere, a third at a flush or an acknowledgement, a third where a file comes or goes. */
function chooseMoment(steps: readonly DiskStep[], chance: Chance): Moment {
  const kind = chance.pick(['anywhere', 'edge', 'name'] as const);
  let at = chance.between(1, steps.length);
  if (kind === 'edge') {
    while (at < steps.length && !EDGES.has(steps[at]?.op ?? 'said')) at++;
    at += chance.between(0, 1);
  } else if (kind === 'name') {
    at = chance.pick([...steps.keys()].filter((i) => NAMES.has(steps[i]?.op ?? 'said'))) + chance.between(0, 4);
  }
  return { at: Math.min(steps.length, at), cut: chance.pick(CUTS), loss: chooseLoss(chance) };
}
const EDGES: ReadonlySet<DiskStep['op']> = new Set(['sync', 'said']);
const NAMES: ReadonlySet<DiskStep['op']> = new Set(['make', 'rename', 'remove']);

function chooseLoss(chance: Chance): Loss {
  const kind = chance.next();
  if (kind < 0.25) return { unsynced: 'lost' };
  if (kind < 0.3) return KEPT;
  if (kind < 0.45) return { unsynced: 'torn' };
  return { unsynced: 'some', grain: chance.pick([512, 4096] as const), part: chance.pick([0.1, 0.5, 0.9]) };
}

const nameOf = (loss: Loss): string => (loss.unsynced === 'some' ? `some of ${loss.grain}` : loss.unsynced);

/** The files of the machine that lost its power, and those of the other one as it wrote them. */
function withCut(cut: Cut, lost: DiskImage, kept: DiskImage): DiskImage {
  const isLaptops = (path: string): boolean => path === 'laptop' || path.startsWith('laptop/');
  const isCut = (path: string): boolean => cut === 'both' || isLaptops(path) === (cut === 'laptop');
  return {
    folders: [...lost.folders.filter(isCut), ...kept.folders.filter((path) => !isCut(path))],
    files: new Map([
      ...[...lost.files].filter(([path]) => isCut(path)),
      ...[...kept.files].filter(([path]) => !isCut(path)),
    ]),
  };
}
