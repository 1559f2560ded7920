/**
 * The export for machines: JSON Lines with everything that is needed to check it without this program
 * (docs/compliance.md, "Checking an export"). The first line says what is in the file and is signed, the digest of all
 * other lines included; each other line is an entry of the log with its path.
 */
import type { AuditKey } from './audit-key.ts';
import type { HistoryWanted, Proved, ProvedHistory } from './export-history.ts';

export interface JsonlPorts {
  readonly org: string;
  readonly organisation: string;
  readonly key: AuditKey;
  readonly sha256: (text: string) => string;
  /** A line that names the record or site. */
  readonly about: string;
}

export function writeJsonl(ports: JsonlPorts, wanted: HistoryWanted, history: ProvedHistory): string {
  const { org, organisation, key, sha256, about } = ports;
  const lines = history.entries.map((entry) => `${lineOf(entry)}\n`).join('');
  const said = JSON.stringify({
    format: 'holdfast history 1',
    org,
    organisation,
    about,
    subject: wanted.subject,
    from: wanted.from,
    to: wanted.to,
    madeAt: history.madeAt,
    positions: history.entries.map((e) => e.entry.pos),
    lines: sha256(lines),
    checkpoint: history.checkpoint,
  });
  return `${JSON.stringify({ said, key: key.publicKey, signature: key.sign(said) })}\n${lines}`;
}

function lineOf({ entry, text, before, path }: Proved): string {
  const { pos, chain } = entry;
  return JSON.stringify(text === null ? { pos, chain, path } : { pos, before, text, path });
}
