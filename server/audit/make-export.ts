/** One history as a file, for the command line and for consoles. */
import type { RecordId } from '../../domain/ids.ts';
import type { Schema } from '../../domain/schema/types.ts';
import { exportHistory, NotExported, type ExportPorts, type HistoryWanted } from './export-history.ts';
import { Names } from './name-records.ts';
import { tellHistory } from './tell-history.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writePdf } from './write-pdf.ts';

export const FORMATS = ['jsonl', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

export interface MakePorts extends ExportPorts {
  readonly schema: Schema;
  /** Entries beyond which no PDF is made; absent: any number. */
  readonly mostInPdf?: number;
}

export interface Made {
  /** A line that names the record or site. */
  readonly about: string;
  readonly entries: number;
  readonly position: number;
  readonly files: { readonly [format in Format]?: Buffer };
}

/** All formats are of the same moment. @throws NotExported */
export async function makeExport(ports: MakePorts, wanted: HistoryWanted, formats: readonly Format[]): Promise<Made> {
  const { storage, org, key, schema, sha256, pause } = ports;
  const history = await exportHistory(ports, wanted);
  const most = ports.mostInPdf ?? Number.POSITIVE_INFINITY;
  if (formats.includes('pdf') && history.entries.length > most)
    throw new NotExported(
      `This history has ${history.entries.length} entries, and a PDF may have ${most} here. Choose a shorter time, or JSON Lines.`,
    );
  const names = new Names(storage, org, schema, wanted.sees);
  const about = names.about(wanted.subject.id);
  const organisation = storage.directory.organisation()?.name ?? org;
  const files: { [format in Format]?: Buffer } = {};
  if (formats.includes('jsonl'))
    files.jsonl = Buffer.from(writeJsonl({ org, organisation, key, sha256, about }, wanted, history), 'utf8');
  if (formats.includes('pdf'))
    files.pdf = await writePdf(
      { organisation, about, publicKey: key.publicKey, pause },
      wanted,
      history,
      tellHistory({ names, sha256 }, history),
    );
  return { about, entries: history.entries.length, position: history.checkpoint.position, files };
}

/** "holdfast-job-20417-image-artefact-2026-11-18.pdf" */
export function fileName(about: string, madeAt: number, format: Format): string {
  const words = about
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase();
  return `holdfast-history-${words || 'record'}-${new Date(madeAt).toISOString().slice(0, 10)}.${format}`;
}

export const seesAll = (_record: RecordId): boolean => true;
