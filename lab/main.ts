/** `npm run lab`: the place where the lab meets the machine's clock, its files and its terminal. */
import { runMutants } from './cli/mutants.ts';
import { readArguments, UsageError, USAGE, type Arguments } from './cli/arguments.ts';
import { listText } from './cli/print.ts';
import { REAL } from './cli/real.ts';
import { runSeeds, runSeedsApart, type Saying } from './cli/seeds.ts';
import { openStudio } from './cli/studio.ts';
import { isScenario } from './scenarios/scenarios.ts';

const isTerminal = process.stderr.isTTY;

const saying: Saying = {
  say: (text) => void process.stdout.write(`${text}\n`),
  hint: (text) => void (isTerminal && process.stderr.write(`\r\x1b[K${text}`)),
};

/** True when nothing was broken. */
async function act(args: Arguments): Promise<boolean> {
  const { command } = args;
  if (command === 'list') {
    saying.say(listText());
    return true;
  }
  if (command === 'mutants') return (await runMutants(args, saying)).every((m) => m.caught);
  const real = Object.hasOwn(REAL, command) ? REAL[command] : undefined;
  if (real) return real(args, saying);
  if (!isScenario(command)) throw new UsageError(`there is no "${command}" in the lab; "list" names what there is`);
  if (args.jobs > 1) return (await runSeedsApart(command, args, saying)).violations === 0;
  const studio = await openStudio();
  try {
    return (await runSeeds(command, args, studio, saying)).violations === 0;
  } finally {
    studio.close();
  }
}

try {
  if (process.argv.includes('--help')) saying.say(USAGE);
  else process.exitCode = (await act(readArguments(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
