/**
 * A history as sentences (A-2): who wrote what, what they had seen and what stood, when it was made and received, what
 * became of it, and every signature with its meaning. Two programs tell histories, this and the console's: this one
 * knows the whole log and nobody's screen.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { changeId, type RecordId } from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { inWords } from '../../domain/schema/hospital.ts';
import { signOffState } from '../../domain/signature/sign-off.ts';
import type { LogEntry } from '../storage/contract/types.ts';
import type { Proved, ProvedHistory } from './export-history.ts';
import type { Written } from './gather-history.ts';
import { utc, type Names } from './name-records.ts';

export interface Told {
  readonly position: number;
  /** "Parts replaced of job 20417". */
  readonly title: string;
  /** "Ben Okafor, technician". */
  readonly who: string;
  /** Lines of plain text. */
  readonly lines: readonly string[];
}

export interface Signature {
  readonly position: number;
  readonly who: string;
  readonly at: number | null;
  /** Why; null: it was not recorded. */
  readonly meaning: string | null;
  readonly about: string;
  readonly digest: string | null;
  /** Whether it is still what stands there, in words. */
  readonly since: string;
}

export interface ToldHistory {
  readonly entries: readonly Told[];
  readonly signatures: readonly Signature[];
}

interface Value {
  readonly change: string;
  readonly value: Fields;
}

export interface Telling {
  readonly names: Names;
  readonly sha256: (text: string) => string;
}

export function tellHistory(telling: Telling, history: ProvedHistory): ToldHistory {
  const { names } = telling;
  const shown = new Map(history.entries.map((e) => [e.entry.pos as number, e]));
  /** All values of a group of a record, the standing one last. */
  const values = new Map<string, { all: Value[]; stands: Fields | null }>();
  const entries: Told[] = [];
  const signatures: Signature[] = [];
  for (const { entry, writes } of history.all) {
    const proved = shown.get(entry.pos);
    if (proved?.text === null) entries.push(withheld(proved));
    for (const write of writes) {
      const { edit } = write;
      const key = `${edit.record} ${edit.group}`;
      const before = values.get(key) ?? { all: [], stands: null };
      if (proved && proved.text !== null) {
        const saw = before.all.find((v) => v.change === edit.saw)?.value ?? null;
        entries.push(told(names, entry, write, { stood: before.stands, saw }));
        const signature = signatureIn(telling, entry, write, before.stands);
        if (signature) signatures.push(signature);
      }
      before.all.push({ change: changeId(entry.device, entry.epoch, entry.seq), value: edit.value });
      if (stands(entry, write.outcome)) before.stands = edit.value;
      values.set(key, before);
    }
  }
  return { entries, signatures };
}

function stands({ kind }: LogEntry, outcome: EditOutcome): boolean {
  return kind === 'strike' || kind === 'question' || kind === 'answered' || outcome.kind === 'applied';
}

function told(
  names: Names,
  entry: LogEntry,
  { edit, outcome }: Written,
  before: { readonly stood: Fields | null; readonly saw: Fields | null },
): Told {
  const say = (value: Fields): string => names.words(edit.collection, edit.group, value) || 'empty';
  const now = say(edit.value);
  const stood = before.stood && say(before.stood);
  const saw = before.saw && say(before.saw);
  const lines = [
    `Wrote: ${now}`,
    ...(stood === null || stood === now ? [] : [`Before: ${stood}`]),
    ...(saw === null || saw === stood ? [] : [`Had in view: ${saw}`]),
    ...fieldLine(names, edit.value, now),
    timesOf(entry),
    becameOf(names, entry, outcome),
  ];
  const title = `${names.groupTitle(edit.collection, edit.group)} of ${names.of(edit.record)}`;
  return { position: entry.pos, title, who: whoOf(names, entry), lines };
}

function fieldLine(names: Names, value: Fields, words: string): readonly string[] {
  const fields = names.fields(value);
  return fields === '' || fields.endsWith(`: ${words}`) ? [] : [`Fields: ${fields}`];
}

function whoOf(names: Names, { author, role, kind }: LogEntry): string {
  return kind === 'change'
    ? `${names.of(author)}, ${role}`
    : `the server's rules, caused by ${names.of(author)}, ${role}`;
}

/** The laptop's clock says when it was made, the server's when it was received; how far apart they were is said (C-9). */
function timesOf({ madeAt, receivedAt, device, ahead }: LogEntry): string {
  const offset = ahead === undefined ? '' : ` (the laptop's clock was ${seconds(ahead)} ahead: not to be trusted)`;
  const path = device < 2 ? 'at the server' : `by link from laptop ${device}`;
  return `Made ${utc(madeAt)}${offset}, received ${utc(receivedAt)}, ${seconds(receivedAt - madeAt)} later, ${path}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function becameOf(names: Names, { kind }: LogEntry, outcome: EditOutcome): string {
  if (kind === 'aside') return 'Set aside by a rule; kept in the history';
  if (kind === 'question') return 'A question was opened or changed';
  if (kind === 'answered') return 'The answer was carried out';
  if (kind === 'strike') return 'Struck by an answer; it stays readable';
  switch (outcome.kind) {
    case 'applied':
      return 'Applied';
    case 'superseded':
      return `Set aside by the rule "${outcome.rule}"${outcome.by === null ? '' : `: that of ${names.of(outcome.by)} was kept`}`;
    case 'conflict':
      return `Asked: question ${outcome.question}`;
    case 'waiting':
      return `Waits for change ${outcome.forChange}`;
    case 'escrow':
      return 'Waits to be accepted';
    case 'replaced':
      return 'Replaced by a new change';
    case 'refused':
      return `Not taken: ${outcome.words}`;
  }
}

function withheld({ entry }: Proved): Told {
  const lines = ['Withheld: it also touches records that the reader may not see', timesOf(entry)];
  return { position: entry.pos, title: 'An entry', who: '', lines };
}

/** A signature that was not there before. */
function signatureIn(
  { names, sha256 }: Telling,
  entry: LogEntry,
  { edit }: Written,
  stood: Fields | null,
): Signature | null {
  const by = edit.value['signedBy'];
  if (typeof by !== 'string' || by === '') return null;
  const isNew = ['signedBy', 'signedAt', 'signedMeaning'].some((f) => edit.value[f] !== stood?.[f]);
  if (!isNew) return null;
  const { signedAt, signedMeaning, meaning, signedDigest } = edit.value;
  const digest = typeof signedDigest === 'string' ? signedDigest : null;
  return {
    position: entry.pos,
    who: names.of(by as RecordId),
    at: typeof signedAt === 'number' ? signedAt : null,
    meaning: meaningWords(signedMeaning ?? meaning),
    about: names.about(edit.record),
    digest,
    since: sinceThen(names, edit.record, digest, sha256),
  };
}

function meaningWords(meaning: Json | undefined): string | null {
  return typeof meaning === 'string' && meaning !== '' ? inWords(meaning) : null;
}

/** Whether what was signed is what stands there today (H-7). */
function sinceThen(names: Names, record: RecordId, digest: string | null, sha256: (text: string) => string): string {
  const body = names.body(record);
  if (body === null || (body['progress']?.v['signedDigest'] ?? null) !== digest)
    return 'Another signature or none stands there today';
  const state = signOffState(record, body, sha256);
  if (state.kind === 'changed') return `Changed after signing: ${state.groups.join(', ')}`;
  return state.kind === 'signed' ? 'As it was signed' : 'Whether it was changed since cannot be told';
}
