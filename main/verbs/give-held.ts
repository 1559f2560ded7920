/**
 * Held work given to somebody else: what the server will not take from here becomes a job for the person who may do
 * it, with every value in words, who wrote it, and why it was refused. The job replaces the held change and what was held
 * with it; whoever wrote the work stays its author. It reaches the other person as a job assigned to them (My work).
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { recordId, type ChangeId, type PersonId, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { GiveHeldInput } from '../../protocol/ipc/inputs.ts';
import { commitSave, type NewEdit, type Saved } from '../replica/commit-change.ts';
import { idOf, reshow } from '../replica/record-store.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow } from '../replica/tables.ts';
import { changeWords } from '../views/change-words.ts';
import type { ViewContext } from '../views/context.ts';
import { fieldLines } from '../views/field-lines.ts';
import { moment } from '../views/moment.ts';
import { idIn, Reader } from '../views/reader.ts';
import { sentence } from '../views/spoken.ts';
import { groupTitle } from '../views/words.ts';
import { heldRow } from './held.ts';
import { keepOnDisk } from './keep-on-disk.ts';

/** Changes that one job can take the place of: what fits into one change on the wire. */
const MOST_TOGETHER = 90;
/** Letters of one note. */
const NOTE_LENGTH = 18_000;
const SAW_NOTHING = { writer: null, canonical: null, archived: null };

/** @throws ConsoleFault notFound, notAllowed; nothing was changed then. */
export function giveHeld(ctx: ViewContext, { seq, to }: GiveHeldInput): Saved {
  const { replica } = ctx;
  const row = heldRow(replica, seq);
  const bundle = [row, ...heldWith(ctx, row)];
  if (bundle.length > MOST_TOGETHER) throw notAllowed('Too much builds on it for one job. Export it instead.');
  const reader = new Reader(ctx);
  if (reader.row(to)?.collection !== 'person') throw notAllowed('That person is not known on this laptop.');
  const edits = jobFor(reader, bundle, to);
  const author = { person: row.author as PersonId, role: row.role as ViewContext['role'] };
  const names = bundle.flatMap((r) => [idOf(replica, r.epoch, r.seq), ...namesBefore(r)]);
  return keepOnDisk(() =>
    replica.nested(() => {
      const saved = commitSave(replica, author, edits, names);
      for (const r of bundle) close(ctx, r, saved.changes[0] as ChangeId);
      return saved;
    }),
  );
}

function namesBefore({ replaces }: ChangeRow): readonly ChangeId[] {
  return replaces === null ? [] : (JSON.parse(replaces) as readonly ChangeId[]);
}

/** Near and far, in order. */
function heldWith({ replica }: ViewContext, { epoch, seq }: ChangeRow): readonly ChangeRow[] {
  const together = new Set([seq]);
  for (const item of replica.changes.dependents.all(epoch)) {
    const depends = JSON.parse(item.depends ?? '[]') as readonly number[];
    if (item.state === 'held' && depends.some((d) => together.has(d))) together.add(item.seq);
  }
  together.delete(seq);
  return [...together].flatMap((s) => replica.changes.byKey.get(epoch, s) ?? []);
}

/** Its work no longer lies on the records; a record that was known nowhere else goes, its values stand in the job. */
function close({ replica }: ViewContext, row: ChangeRow, by: ChangeId): void {
  const edits = readEdits(row.edits);
  for (const e of edits) replica.pending.remove.run(e.record, e.group, row.epoch, row.seq);
  replica.changes.replace.run(by, row.epoch, row.seq);
  for (const record of new Set(edits.map((e) => e.record))) reshow(replica, record);
}

function jobFor(reader: Reader, bundle: readonly ChangeRow[], to: PersonId): readonly NewEdit[] {
  const { replica } = reader.ctx;
  const { device = 0, epoch = 0 } = replica.identity() ?? {};
  const job = recordId(device, epoch, (replica.changes.last.get(epoch)?.seq ?? 0) + 1, 0);
  const [first] = bundle as readonly [ChangeRow];
  const { title, record } = changeWords(reader, first.edits);
  const why = refusalOf(first);
  const request = {
    title: `Take over: ${title}`.slice(0, 400),
    symptom: [record, `${reader.person(first.author)} could not send this: ${why}`].filter(Boolean).join('\n'),
    ...placeOf(reader, bundle),
  };
  const notes = bundle.flatMap((row) => noteTexts(reader, row)).map((text) => entry('note', { workOrder: job, text }));
  return [
    { record: null, collection: 'workOrder', group: 'request', set: request, saw: SAW_NOTHING, seen: {} },
    { record: job, collection: 'workOrder', group: 'assignment', set: { technician: to }, saw: SAW_NOTHING, seen: {} },
    ...notes,
  ];
}

function entry(collection: string, set: Fields): NewEdit {
  return { record: null, collection, group: 'entry', set, saw: SAW_NOTHING, seen: {} };
}

function refusalOf({ outcome }: ChangeRow): string {
  const edits = outcome === null ? [] : (JSON.parse(outcome) as readonly EditOutcome[]);
  const refused = edits.find((e) => e.kind === 'refused');
  return refused?.kind === 'refused' ? sentence(refused.words) : 'The server did not take it.';
}

/** Everything that was written, value by value, in as many notes as it needs. */
function noteTexts(reader: Reader, row: ChangeRow): readonly string[] {
  const head = `Written by ${reader.person(row.author)}, ${moment(reader.ctx, row.made_at)}`;
  const lines = readEdits(row.edits).flatMap((e) => [
    `${groupTitle(reader, e.collection, e.group)} of ${reader.name(e.record) || e.collection}`,
    ...fieldLines(reader, e.value),
  ]);
  const text = [head, ...lines].join('\n');
  return Array.from({ length: Math.ceil(text.length / NOTE_LENGTH) }, (_, i) =>
    text.slice(i * NOTE_LENGTH, (i + 1) * NOTE_LENGTH),
  );
}

/** On the device that it is about, where that is in view; else at a site of this laptop's, so that the job can be sent. */
function placeOf(reader: Reader, bundle: readonly ChangeRow[]): Fields {
  for (const e of bundle.flatMap((row) => readEdits(row.edits))) {
    const device = deviceOf(reader, e);
    const row = device === null ? null : reader.row(device);
    if (row && row.pos > 0 && row.site !== null && isInView(reader, row.site))
      return { equipment: row.id, site: row.site };
  }
  const site = reader.statements.named.all('site').find((s) => isInView(reader, s.id));
  if (!site) throw notAllowed('There is no site on this laptop at which the job could be. Export it instead.');
  return { site: site.id };
}

function deviceOf(reader: Reader, { record, collection, value }: StoredEdit): RecordId | null {
  if (collection === 'equipment') return record;
  const row = reader.row(record);
  if (collection === 'workOrder') return idIn(value['equipment']) ?? ((row?.parent ?? null) as RecordId | null);
  const job = idIn(value['workOrder']) ?? row?.parent ?? null;
  return job === null ? null : ((reader.row(job)?.parent ?? null) as RecordId | null);
}

function isInView({ ctx }: Reader, site: string): boolean {
  return ctx.replica.readMeta('view') !== 'sites' || ctx.replica.view.all.all().some((s) => s.site === site);
}

function notAllowed(words: string): ConsoleFault {
  return new ConsoleFault({ kind: 'notAllowed', words, field: null, code: 'give-held' });
}
