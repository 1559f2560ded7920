/** `export`: the history of a record or of a site, with its proof, for people and for machines. */
import { existsSync, writeFileSync } from 'node:fs';
import { setImmediate as soon } from 'node:timers/promises';
import { isRecordId } from '../../domain/ids.ts';
import { auditKey } from '../audit/audit-key.ts';
import { NotExported } from '../audit/export-history.ts';
import type { Subject } from '../audit/gather-history.ts';
import { FORMATS, makeExport, seesAll, type Made } from '../audit/make-export.ts';
import { schema, sha256 } from '../compose.ts';
import { Failure, readArgs, UsageError, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, withOrganisation, type Opened } from './database.ts';

const OPTIONS = {
  ...DB_OPTION,
  record: { type: 'string' },
  site: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  pdf: { type: 'string' },
  jsonl: { type: 'string' },
} as const;

export const exportCommand: Command = {
  name: 'export',
  summary: 'write the history of a record or a site, with its proof',
  help: `export --record ID | --site NAME  [--pdf FILE] [--jsonl FILE] [options]

Signs a checkpoint and writes every entry of the log about a record (and what hangs on it) or about a site. The PDF is for
reading; the JSON Lines can be checked by anybody: node resources/verify-export.mjs FILE.

  --record ID          a device, a job or another record
  --site NAME|CODE     everything at a site, by its name, its code or its id
  --from DATE          received by the server from then on (2026-11-18 or 2026-11-18T09:30:00Z)
  --to DATE            received before then
  --pdf FILE           a report; a file that is there is not overwritten
  --jsonl FILE         data with proof; a file that is there is not overwritten
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, OPTIONS);
    const files = FORMATS.flatMap((format) => {
      const file = values[format];
      return file === undefined ? [] : [{ format, file }];
    });
    if (files.length === 0) throw new UsageError('Name a file with --pdf or --jsonl, or both.');
    for (const { file } of files) if (existsSync(file)) throw new Failure(`${file} is there already.`);
    const [from, to] = [timeOf('--from', values.from), timeOf('--to', values.to)];
    return withOrganisation(values.db, async (opened) => {
      const subject = subjectOf(opened, values.record, values.site);
      const made = await exported(
        opened,
        { subject, from, to, sees: seesAll },
        files.map((f) => f.format),
      );
      for (const { format, file } of files) {
        const bytes = made.files[format];
        if (bytes) writeFileSync(file, bytes, { flag: 'wx' });
      }
      return output.result(`${made.about}: ${made.entries} entries, proved up to position ${made.position}.`, {
        about: made.about,
        entries: made.entries,
        position: made.position,
        files,
      });
    });
  },
};

async function exported({ storage, org }: Opened, ...[wanted, formats]: Wanted): Promise<Made> {
  const ports = {
    storage,
    org,
    schema,
    sha256,
    key: auditKey(storage.directory),
    clock: () => Date.now(),
    pause: () => soon(),
  };
  try {
    return await makeExport(ports, wanted, formats);
  } catch (error) {
    throw error instanceof NotExported ? new Failure(error.message) : error;
  }
}

type Wanted = [Parameters<typeof makeExport>[1], Parameters<typeof makeExport>[2]];

/** @throws UsageError, Failure */
function subjectOf({ storage, org }: Opened, record: string | undefined, site: string | undefined): Subject {
  if ((record === undefined) === (site === undefined)) throw new UsageError('Name one of --record and --site.');
  if (record !== undefined) {
    const found = isRecordId(record) ? storage.record(org, record) : undefined;
    if (!found) throw new Failure(`There is no record ${record}.`);
    return { kind: 'record', id: found.id };
  }
  const name = (site ?? '').trim();
  const byId = isRecordId(name) ? storage.record(org, name) : undefined;
  const found = byId?.collection === 'site' ? byId : sitesNamed(storage, org, name)[0];
  if (!found) throw new Failure(`There is no site "${name}".`);
  return { kind: 'site', id: found.id };
}

/** By code, else by name; several of one name are told apart by their ids. @throws Failure */
function sitesNamed(storage: Opened['storage'], org: string, name: string) {
  const named = [...storage.find(org, 'site', 'k1', name), ...storage.find(org, 'site', 'k2', name)];
  const found = [...new Map(named.map((s) => [s.id, s])).values()];
  if (found.length > 1) throw new Failure(`"${name}" is several sites: ${found.map((s) => s.id).join(', ')}`);
  return found;
}

/** @throws UsageError */
function timeOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`${option} wants a date such as 2026-11-18 or 2026-11-18T09:30:00Z (UTC).`);
  return at;
}
