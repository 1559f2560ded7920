/** Where runs take place: a founded hospital on the fastest disk there is, a folder for each run, real time only to let promises settle. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as soon } from 'node:timers';
import { zstdPacker } from '../../main/sync/zstd.ts';
import type { Plan } from '../plan/plan.ts';
import { run, type RunResult } from '../run.ts';
import { foundHospital, type HospitalName } from '../world/hospital.ts';

/** Memory where there is some: the virtual disks are real files, and their flushes need not reach anything. */
const FAST_DISK = '/dev/shm';

export interface Studio {
  run(plan: Plan): Promise<RunResult>;
  close(): void;
}

export async function openStudio(): Promise<Studio> {
  const folder = mkdtempSync(join(existsSync(FAST_DISK) ? FAST_DISK : tmpdir(), 'holdfast-lab-'));
  const founded = new Map<HospitalName, Promise<string>>();
  const templateOf = (name: HospitalName): Promise<string> => {
    const known = founded.get(name) ?? found(join(folder, name), name);
    founded.set(name, known);
    return known;
  };
  await templateOf('usual');
  let runs = 0;
  let stray: unknown[] = [];
  const note = (error: unknown): void => void stray.push(error);
  process.on('unhandledRejection', note);
  const strays = (): readonly unknown[] => {
    const list = stray;
    stray = [];
    return list;
  };
  const settle = (): Promise<void> => new Promise((resolve) => void soon(resolve));
  return {
    async run(plan) {
      const template = await templateOf(plan.hospital ?? 'usual');
      return run(plan, { template, folder: join(folder, `run-${++runs}`), packer: zstdPacker, settle, strays });
    },
    close() {
      process.off('unhandledRejection', note);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function found(template: string, name: HospitalName): Promise<string> {
  mkdirSync(template);
  await foundHospital(template, (task) => void soon(task), name);
  return template;
}
