/** `import`: lists of sites and equipment from CSV files. */
import { resolve } from 'node:path';
import { readOverrides } from '../admin/import/columns.ts';
import { equipmentRows } from '../admin/import/equipment-rows.ts';
import { rejectsBeside } from '../admin/import/rejects.ts';
import { runImport, type ImportCounts } from '../admin/import/run-import.ts';
import { siteRows } from '../admin/import/site-rows.ts';
import { Failure, readArgs, UsageError, wholeNumber, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, officeOf, withOrganisation } from './database.ts';

const OPTIONS = {
  ...DB_OPTION,
  map: { type: 'string', multiple: true, default: [] as string[] },
  rejects: { type: 'string' },
  chunk: { type: 'string', default: '2000' },
} as const;

export const importCommand: Command = {
  name: 'import',
  summary: 'read sites or equipment from a CSV file',
  help: `import sites FILE.csv [options]
import equipment FILE.csv [options]

Columns are found by their names. Rows that cannot be used are written to FILE.rejected.csv with line and reason, the
others are imported. Importing the same file again changes nothing; an empty cell leaves what is there. Ctrl+C stops
between two chunks: what was imported stays, and the next run goes on.

  --map FIELD=HEADER   which column holds a field, where its name does not say so (may be repeated)
  --rejects FILE       where to write rows that cannot be used
  --chunk N            rows per commit (default 2000)
${DB_HELP}`,
  async run(args, output) {
    const { values, words } = readArgs(args, OPTIONS, ['sites or equipment', 'FILE.csv']);
    const [what = '', file = ''] = words;
    if (what !== 'sites' && what !== 'equipment') throw new UsageError(`import ${what}: sites or equipment?`);
    const overrides = readOverrides(values.map);
    if (typeof overrides === 'string') throw new UsageError(`--map ${overrides}: it wants FIELD=HEADER.`);
    const chunk = wholeNumber('--chunk', values.chunk, 1, 20_000);
    const rejects = values.rejects ?? rejectsBeside(file);
    if (resolve(rejects) === resolve(file))
      throw new UsageError('--rejects would overwrite the file that is being read.');
    const interrupt = listenForInterrupt();
    const result = await withOrganisation(values.db, async (opened) => {
      const kind = what === 'sites' ? siteRows(opened.storage, opened.org) : equipmentRows(opened.storage, opened.org);
      const progress = (counts: ImportCounts): void => output.progress(`${number(counts.read)} rows read`);
      return runImport({
        ...officeOf(opened),
        kind,
        file,
        rejects,
        overrides,
        chunk,
        progress,
        stop: interrupt.signal,
      });
    }).finally(interrupt.ignore);
    if (!result.ok) throw new Failure(result.words);
    output.result(summary(result), { ...result.counts, stopped: result.stopped, rejects: result.rejects });
    return result.stopped ? 1 : 0;
  },
};

const number = (n: number): string => n.toLocaleString('en-GB');

function summary({
  counts,
  stopped,
  rejects,
}: {
  counts: ImportCounts;
  stopped: boolean;
  rejects: string | null;
}): string {
  const { read, created, changed, unchanged, rejected } = counts;
  const imported = `${number(created + changed + unchanged)} imported (${number(created)} new, ${number(changed)} changed, ${number(unchanged)} as before)`;
  const see = rejects === null ? '' : ` (see ${rejects})`;
  const again = stopped ? '\nStopped. Run it again to import the rest.' : '';
  return `${number(read)} read, ${imported}, ${number(rejected)} rejected${see}${again}`;
}

/** The first Ctrl+C stops between chunks, the second one ends the process. */
function listenForInterrupt(): { readonly signal: AbortSignal; readonly ignore: () => void } {
  const controller = new AbortController();
  const onInterrupt = (): void => controller.abort();
  process.once('SIGINT', onInterrupt);
  return { signal: controller.signal, ignore: () => void process.off('SIGINT', onInterrupt) };
}
