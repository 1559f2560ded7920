/**
 * A history as a file for somebody who may see the record (A-2, H-1). It is made once and kept for its connection while
 * its parts are fetched; what the person may not see of an entry is withheld.
 */
import { isRecordId, type RecordId } from '../../domain/ids.ts';
import { EXPORT_PART, type ExportAsk } from '../../protocol/wire/export.ts';
import { NotExported, type HistoryWanted } from '../audit/export-history.ts';
import { fileName, makeExport } from '../audit/make-export.ts';
import { sees } from '../sync/publish.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';

/** Beyond this a PDF is made at the server's own console: letters cost time that others wait for. */
const MOST_IN_PDF = 5_000;

interface Held {
  readonly key: string;
  readonly name: string;
  /** Base64. */
  readonly text: string;
}

const held = new WeakMap<Peer, Held>();
const atWork = new WeakSet<Peer>();

export async function answerExport(session: Peer, greeted: Greeted, ask: ExportAsk): Promise<void> {
  const key = JSON.stringify([ask.record, ask.format, ask.from, ask.to]);
  const kept = held.get(session);
  if (ask.part > 0 && kept?.key === key) return send(session, ask, kept);
  if (atWork.has(session)) return refuse(session, ask, 'Another export is under way.');
  atWork.add(session);
  try {
    const made = await make(session, greeted, ask);
    held.set(session, { ...made, key });
    send(session, ask, { ...made, key });
  } catch (error) {
    if (!(error instanceof NotExported)) throw error;
    session.ports.log({ event: 'not exported', record: ask.record, why: error.message });
    refuse(session, ask, error.message);
  } finally {
    atWork.delete(session);
  }
}

/** @throws NotExported */
async function make({ ports }: Peer, greeted: Greeted, ask: ExportAsk): Promise<Omit<Held, 'key'>> {
  const { storage, org, schema, sha256, audit } = ports;
  const record = isRecordId(ask.record) ? storage.record(org, ask.record) : undefined;
  if (!record || !sees(greeted.siteSet, record.site)) throw new NotExported('The server has no such record for you.');
  if (!audit) throw new NotExported('This server does not export histories.');
  const wanted: HistoryWanted = {
    subject: { kind: record.collection === 'site' ? 'site' : 'record', id: record.id },
    from: ask.from,
    to: ask.to,
    sees: seenBy(ports, greeted),
  };
  const made = await makeExport({ ...audit, schema, sha256, mostInPdf: MOST_IN_PDF }, wanted, [ask.format]);
  const { person, device } = greeted;
  ports.log({ event: 'exported', record: record.id, format: ask.format, entries: made.entries, person, device });
  return {
    name: fileName(made.about, audit.clock(), ask.format),
    text: (made.files[ask.format] ?? Buffer.alloc(0)).toString('base64'),
  };
}

function seenBy({ storage, org }: Peer['ports'], { siteSet }: Greeted): (record: RecordId) => boolean {
  const known = new Map<RecordId, boolean>();
  return (id) => {
    let isSeen = known.get(id);
    if (isSeen === undefined) {
      const row = storage.record(org, id);
      known.set(id, (isSeen = siteSet === null || (row !== undefined && sees(siteSet, row.site))));
    }
    return isSeen;
  };
}

function send(session: Peer, { ask, part }: ExportAsk, { name, text }: Held): void {
  const parts = Math.max(1, Math.ceil(text.length / EXPORT_PART));
  const data = text.slice(part * EXPORT_PART, (part + 1) * EXPORT_PART);
  session.send({ k: 'exportPart', ask, part, parts, name, data, refused: null });
  if (part + 1 >= parts) held.delete(session);
}

function refuse(session: Peer, { ask, part }: ExportAsk, words: string): void {
  session.send({ k: 'exportPart', ask, part, parts: 0, name: '', data: '', refused: words });
}
