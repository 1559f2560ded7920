/** What a look at a history asks of the server: its log about the records, and the same as a file. */
import type { RecordId } from '../../domain/ids.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { ExportHistoryInput } from '../../protocol/ipc/inputs.ts';
import type { ExportedFile } from '../../protocol/ipc/views.ts';
import type { Engine } from './engine.ts';

/** Resolves at once without a link: what is here is shown. */
export async function fetchHistory(engine: Engine, records: readonly RecordId[]): Promise<void> {
  if (isWelcome(engine)) await Promise.all(records.map((of) => engine.histories.ask(of)));
}

/** @throws ConsoleFault noLink, notAllowed */
export async function fetchExport(engine: Engine, { id, ...of }: ExportHistoryInput): Promise<ExportedFile> {
  if (!isWelcome(engine)) throw noLink('There is no link to the server now.');
  const fetched = await engine.histories.exports.ask({ record: id, ...of });
  if (fetched.kind === 'file') return { name: fetched.name, base64: fetched.base64 };
  if (fetched.kind === 'lost') throw noLink('The link went before the file was here.');
  throw new ConsoleFault({ kind: 'notAllowed', words: fetched.words, field: null, code: 'not-exported' });
}

function isWelcome(engine: Engine): boolean {
  return engine.state().name === 'live' && engine.known.evidence.hello === 'welcome';
}

function noLink(why: string): ConsoleFault {
  const words = `${why} The server makes the file, because it signs it: export again when this laptop is connected.`;
  return new ConsoleFault({ kind: 'noLink', words, field: null, code: 'no-link' });
}
