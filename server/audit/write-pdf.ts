/**
 * The export for people: every entry as sentences, the signatures with their meaning, and on the last page the
 * checkpoint that stands behind it all. DejaVu is embedded, so that names in Latin, Greek, Cyrillic, Arabic or Georgian
 * letters can be read on any machine.
 */
import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import { printOfKey } from './audit-key.ts';
import type { HistoryWanted, ProvedHistory } from './export-history.ts';
import { utc } from './name-records.ts';
import type { Told, ToldHistory } from './tell-history.ts';

export interface PdfPorts {
  readonly organisation: string;
  readonly about: string;
  /** SPKI DER, base64. */
  readonly publicKey: string;
  /** Lets other work go first, between entries. */
  readonly pause: () => Promise<void>;
}

type Document = InstanceType<typeof Pdf>;

const { resolve } = createRequire(import.meta.url);
const MARGIN = 50;
const GREY = '#444444';
const BETWEEN_PAUSES = 10;

export async function writePdf(
  ports: PdfPorts,
  wanted: HistoryWanted,
  history: ProvedHistory,
  told: ToldHistory,
): Promise<Buffer> {
  const doc = new Pdf({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: `History of ${ports.about}`, CreationDate: new Date(history.madeAt), Producer: 'Holdfast' },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, failed) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => done(Buffer.concat(parts)));
    doc.on('error', failed);
  });
  doc.registerFont('plain', resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  doc.registerFont('bold', resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  doc.registerFont('mono', resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'));
  writeHead(doc, ports, wanted, history);
  writeSignatures(doc, told);
  heading(doc, `Entries (${told.entries.length})`);
  if (told.entries.length === 0) plain(doc, 'Nothing was written in that time.');
  for (const [i, entry] of told.entries.entries()) {
    writeEntry(doc, entry);
    if (i % BETWEEN_PAUSES === 0) await ports.pause();
  }
  writeProof(doc, ports, history);
  writeFooters(doc, ports);
  doc.end();
  return whole;
}

function writeHead(doc: Document, ports: PdfPorts, wanted: HistoryWanted, { madeAt, entries }: ProvedHistory): void {
  doc.font('bold').fontSize(18).fillColor('black').text('History');
  doc.fontSize(13).text(ports.about);
  doc.moveDown(0.5);
  const bounds = [
    wanted.from === null ? '' : `from ${utc(wanted.from)}`,
    wanted.to === null ? '' : `before ${utc(wanted.to)}`,
  ];
  plain(doc, `Organisation: ${ports.organisation}`);
  plain(doc, `${wanted.subject.kind === 'site' ? 'Site' : 'Record'} id: ${wanted.subject.id}`);
  plain(doc, `Received by the server: ${bounds.filter(Boolean).join(' and ') || 'at any time'}`);
  plain(doc, `Entries of the log: ${entries.length}. Exported ${utc(madeAt)}. All times are UTC.`);
  plain(doc, 'Names are those of today. Values, times and authors are as they were written.');
}

function writeSignatures(doc: Document, { signatures }: ToldHistory): void {
  heading(doc, 'Signatures');
  if (signatures.length === 0) return plain(doc, 'Nobody signed in this time.');
  for (const s of signatures) {
    doc.moveDown(0.4).font('bold').fontSize(10).text(`Signed by ${s.who}`);
    plain(doc, `When: ${s.at === null ? 'not recorded' : utc(s.at)} (position ${s.position})`);
    plain(doc, `Meaning: ${s.meaning ?? 'no meaning was recorded'}`);
    plain(doc, `For: ${s.about}`);
    plain(doc, `Since then: ${s.since}`);
    if (s.digest !== null) plain(doc, `Digest of what was signed: ${s.digest}`);
  }
}

function writeEntry(doc: Document, { position, title, who, lines }: Told): void {
  if (doc.y > doc.page.height - MARGIN - 90) doc.addPage();
  doc.moveDown(0.6).font('bold').fontSize(10).fillColor('black').text(`${position}  ${title}`);
  if (who !== '') doc.font('plain').fontSize(9).fillColor(GREY).text(who);
  doc.fillColor('black');
  for (const line of lines) plain(doc, line);
}

function writeProof(doc: Document, ports: PdfPorts, { checkpoint }: ProvedHistory): void {
  doc.addPage();
  heading(doc, 'Proof');
  plain(doc, 'The server signed that its log, up to the position below, is the one with this chain and this root.');
  doc.moveDown(0.5).font('mono').fontSize(8);
  doc.text(`position     ${checkpoint.position}`);
  doc.text(`signed       ${utc(checkpoint.at)}`);
  doc.text(`incarnation  ${checkpoint.incarnation}`);
  doc.text(`chain        ${checkpoint.chain}`);
  doc.text(`root         ${checkpoint.root}`);
  doc.text(`signature    ${checkpoint.signature}`);
  doc.text(`key print    ${printOfKey(ports.publicKey)}`);
  doc.moveDown(0.5);
  plain(
    doc,
    'This report is for reading. What can be checked entry by entry is the export of the same history as JSON Lines, with resources/verify-export.mjs or by hand (docs/compliance.md). Compare the key print with the one that your administrator was given when the server was set up.',
  );
}

function writeFooters(doc: Document, { about }: PdfPorts): void {
  const { start, count } = doc.bufferedPageRange();
  for (let i = start; i < start + count; i++) {
    doc.switchToPage(i);
    doc.page.margins.bottom = 0;
    const text = `${about.slice(0, 80)}   page ${i + 1} of ${count}`;
    doc
      .font('plain')
      .fontSize(8)
      .fillColor(GREY)
      .text(text, MARGIN, doc.page.height - 32, { lineBreak: false });
  }
}

function heading(doc: Document, text: string): void {
  doc.moveDown(0.8).font('bold').fontSize(13).fillColor('black').text(text);
}

function plain(doc: Document, text: string): void {
  doc.font('plain').fontSize(9).text(text);
}
