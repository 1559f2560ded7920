/** The command line of the lab, read and checked. */
import { parseArgs } from 'node:util';
import { readKept, type Kept } from '../plan/shrink.ts';

export interface Arguments {
  readonly command: string;
  readonly from: number;
  readonly seeds: number;
  readonly devices: number | null;
  readonly json: boolean;
  readonly trace: boolean;
  readonly shrink: boolean;
  readonly jobs: number;
  readonly only: Kept | null;
  /** File that the smallest plan is written to. */
  readonly save: string | null;
  /** For `kill-cycles`. */
  readonly cycles: number;
  /** For `power-cut`. */
  readonly images: number;
  /** For `mutants`: one by name. */
  readonly mutant: string | null;
}

/** In words: what is wrong with the command line. */
export class UsageError extends Error {}

export const USAGE = `npm run lab -- COMMAND [options]

  list                    every scenario in a line
  SCENARIO                runs it: a table per device, and what every invariant saw
  mutants                 breaks the engine on purpose, one bug at a time, and looks whether the lab notices
  sockets                 every weather through a real proxy, with a real server and real consoles
  netns                   the kernel's own loss, delay and reordering, where it is allowed
  kill-cycles             real processes, killed over and over, their files checked after each
  power-cut               images of what a disk may hold after the power went, opened one by one

  --seed N                that seed alone (default 1)
  --seeds N --from S      N seeds from S on
  --devices N             how many laptops take part
  --jobs N                processes side by side (default: 1)
  --only s3,s17,f2        only those steps and faults of the plan
  --trace                 print all that happened
  --no-shrink             do not look for the smallest plan that fails
  --save FILE             write the smallest plan that fails to a file
  --cycles N, --images N  for kill-cycles and power-cut
  --mutant NAME           for mutants: just that one
  --json                  one line of JSON for each scenario

Exit code 0: nothing was broken. 1: an invariant was broken. 2: the command line was not understood.`;

/** @throws UsageError */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parsed(argv);
  const number = (text: string | undefined, otherwise: number, least: number, name: string): number => {
    if (text === undefined) return otherwise;
    const n = Number(text);
    if (!Number.isInteger(n) || n < least) throw new UsageError(`--${name} takes a whole number of at least ${least}`);
    return n;
  };
  const [command = 'list', ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one command at a time: "${more.join(' ')}" is too many`);
  const kept = values.only === undefined ? null : readKept(values.only);
  if (values.only !== undefined && kept === null) throw new UsageError('--only takes places like s3,s17,f2');
  return {
    command,
    from: number(values.seed ?? values.from, 1, 0, 'seed'),
    seeds: number(values.seeds, 1, 1, 'seeds'),
    devices: values.devices === undefined ? null : number(values.devices, 1, 1, 'devices'),
    json: values.json === true,
    trace: values.trace === true,
    shrink: values['no-shrink'] !== true,
    jobs: number(values.jobs, 1, 1, 'jobs'),
    only: kept,
    save: values.save ?? null,
    cycles: number(values.cycles, 100, 1, 'cycles'),
    images: number(values.images, 200, 1, 'images'),
    mutant: values.mutant ?? null,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        seeds: { type: 'string' },
        from: { type: 'string' },
        devices: { type: 'string' },
        jobs: { type: 'string' },
        only: { type: 'string' },
        save: { type: 'string' },
        cycles: { type: 'string' },
        images: { type: 'string' },
        mutant: { type: 'string' },
        json: { type: 'boolean' },
        trace: { type: 'boolean' },
        'no-shrink': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
