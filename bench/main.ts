/** `npm run bench -- save drain bootstrap [--json]`: the headline figures, each beside the machine's own limit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchBootstrap } from './bootstrap.ts';
import { benchDrain } from './drain.ts';
import { jsonLine, textLine, type Report } from './figure.ts';
import { benchHistory } from './history.ts';
import { benchSave } from './save.ts';
import { benchVerify } from './verify.ts';

const BENCHES = {
  save: benchSave,
  drain: benchDrain,
  bootstrap: benchBootstrap,
  verify: benchVerify,
  history: benchHistory,
} as const;
type Name = keyof typeof BENCHES;

const HELP = `usage: npm run bench -- [NAME…] [--json]

  save       P-1       a save at the main process; what each layer costs; fsyncs; long queues, many records
  drain      P-3 P-7   5,000 offline changes brought home; bytes per edit
  bootstrap  P-8       first sync of 10,000 and of 100,000 records; resuming after a cut
  verify     A-1       a log of 1,000,000 entries held against its chain and checkpoints; the log is made once and kept
  history    A-2       pages of a story of 10,000 entries

Without names all of them run, in a few minutes. --json prints a line per figure:
{"id","name","value","unit","limit","ratio","target","ok"}. The exit status is 0 whether or not targets are met,
1 when something could not be measured, 2 for a name that is not one of these.
`;

function isName(word: string): word is Name {
  return Object.hasOwn(BENCHES, word);
}

async function run(names: readonly Name[], isJson: boolean): Promise<void> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const report: Report = {
    figure: (f) => print(isJson ? jsonLine(f) : textLine(f)),
    note: (text) => (isJson ? process.stderr.write(`${text}\n`) : print(text)),
  };
  const load = loadavg()[0] ?? 0;
  report.note(
    `Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.toFixed(1)} at the start: compare ratios, not times.`,
  );
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), `holdfast-bench-${name}-`));
    try {
      await BENCHES[name](report, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

const words = process.argv.slice(2);
const unknown = words.filter((w) => w !== '--json' && w !== '--help' && !isName(w));
if (words.includes('--help')) process.stdout.write(HELP);
else if (unknown.length > 0) {
  process.stderr.write(`there is no bench “${unknown.join('”, “')}”\n\n${HELP}`);
  process.exitCode = 2;
} else {
  const names = words.filter(isName);
  try {
    await run(names.length > 0 ? names : (Object.keys(BENCHES) as Name[]), words.includes('--json'));
  } catch (error) {
    process.stderr.write(
      `could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    // At once: the programs beside it end with it, whatever they were doing.
    process.exit(1);
  }
}
