/**
 * The story of a record, oldest first: what each person wrote, what it was before, and what became of it; values that
 * were set aside, questions and answers included. It is made of what this laptop has read from the server's log
 * and of its own unsent work on top; `complete` says whether all of the log was read once.
 */
import { creatorOf, type ChangeId, type RecordId } from '../../domain/ids.ts';
import { labelOf } from '../../domain/label/save-label.ts';
import type { HistoryEntry, HistoryView } from '../../protocol/ipc/views.ts';
import { readEdits } from '../replica/stored-edit.ts';
import type { ChangeRow, RecordRow } from '../replica/tables.ts';
import { standsAlone } from '../replica/stands-alone.ts';
import { becameWords } from './change-words.ts';
import type { ViewContext } from './context.ts';
import { readLog, type Logged } from './history-log.ts';
import { inOrder, itemOf, namesIn, pageOf, type HistoryItem, type ItemPage } from './history-items.ts';
import { questionEntries } from './history-questions.ts';
import { VISIT_PARTS } from './label.ts';
import { span } from './moment.ts';
import { Reader } from './reader.ts';
import { spokenOfChange } from './spoken.ts';
import { groupTitle, wordsOf } from './words.ts';

/** Null when the record is not in this replica. Without a page all of the story. */
export function history(ctx: ViewContext, id: RecordId, page?: ItemPage): HistoryView | null {
  const reader = new Reader(ctx);
  const row = reader.row(id);
  if (!row) return null;
  const rows = [row, ...VISIT_PARTS.flatMap((collection) => reader.children(id, collection))];
  const questions = questionEntries(reader, row).map(itemOf);
  const items = [...rows.flatMap((r) => itemsOf(reader, r)), ...questions].toSorted(inOrder);
  const known = ctx.replica.histories.known.get(id);
  const shown = pageOf(items, page);
  return {
    name: reader.name(id),
    entries: shown.page.map((item) => item.entry()),
    total: items.length,
    found: shown.found,
    people: namesIn(items, 'person'),
    parts: namesIn(items, 'title'),
    complete: known !== undefined || row.pos === 0,
    asOf: known?.at ?? null,
  };
}

/** Records whose log has to be read for the whole story: it, what hangs on it, and the questions about it. */
export function historyOf(ctx: ViewContext, id: RecordId): readonly RecordId[] {
  const reader = new Reader(ctx);
  const rows = [...VISIT_PARTS, 'question'].flatMap((collection) => reader.children(id, collection));
  return [id, ...rows.filter((r) => r.pos > 0).map((r) => r.id as RecordId)];
}

/** What stood in a group before an entry, and what its author had in view. */
interface Earlier {
  readonly stood: Logged | null;
  readonly seen: Logged | null;
}

function itemsOf(reader: Reader, row: RecordRow): readonly HistoryItem[] {
  const standing = new Map<string, Logged>();
  const written = new Map<string, Logged>();
  const titles = new Map<string, string>();
  const items: HistoryItem[] = [];
  const log = readLog(reader, row.id);
  const changes = new Set(log.filter((m) => m.kind === 'change').map((m) => `${m.change} ${m.group} ${m.author}`));
  for (const message of log) {
    const { group, change } = message;
    if (message.kind === 'question' || message.kind === 'answered') continue;
    /** Its own entry already says that it was set aside. */
    if (message.kind === 'aside' && changes.has(`${change} ${group} ${message.author}`)) continue;
    let title = titles.get(group);
    if (title === undefined) titles.set(group, (title = titleOf(reader, row, group)));
    const earlier = { stood: standing.get(group) ?? null, seen: written.get(`${message.saw} ${group}`) ?? null };
    items.push({
      person: reader.person(message.author),
      title,
      position: message.pos,
      madeAt: message.madeAt,
      entry: () => entryOf(reader, row, message, earlier),
    });
    written.set(`${change} ${group}`, message);
    if (stands(message)) standing.set(group, message);
  }
  return [...items, ...pendingEntries(reader, row, standing).map(itemOf)];
}

/** It was the value of its group from then on. */
function stands({ kind, outcome }: Logged): boolean {
  return kind === 'strike' || (kind === 'change' && outcome.kind === 'applied');
}

function entryOf(reader: Reader, row: RecordRow, message: Logged, { stood, seen }: Earlier): HistoryEntry {
  const { collection } = row;
  const { outcome } = message;
  const wordsIn = (of: Logged | null): string | null => of && wordsOf(reader, collection, message.group, of.value);
  const before = wordsIn(stood);
  const saw = seen === stood ? null : wordsIn(seen);
  const base = {
    key: `${row.id}.${message.pos}.${message.group}`,
    group: message.group,
    title: titleOf(reader, row, message.group),
    person: reader.person(message.author),
    role: message.role,
    madeAt: message.madeAt,
    receivedAt: message.receivedAt,
    position: message.pos,
    before,
    saw: saw === before ? null : saw,
    after: wordsOf(reader, collection, message.group, message.value),
    path: pathWords(message.path),
    question: outcome.kind === 'conflict' ? outcome.question : null,
    undo: undoOf(reader, row, message),
    clock: clockWords(message.ahead),
  };
  if (message.kind === 'strike') {
    const struck = message.value['archived'] === true;
    return {
      ...base,
      became: struck ? 'Struck by the answer; it stays readable' : 'Back again: the answer was taken back',
      kind: 'struck',
    };
  }
  if (message.kind === 'aside')
    return {
      ...base,
      before: null,
      saw: null,
      became: 'Set aside by a rule; it stays in the history',
      kind: 'setAside',
    };
  const became = becameWords(reader, outcome, { change: message.change as ChangeId, collection, group: message.group });
  const isUndo = message.undoes !== undefined && outcome.kind === 'applied';
  const kind = outcome.kind === 'superseded' ? 'setAside' : 'edit';
  return { ...base, became: isUndo ? 'Took the value before it back' : became, kind };
}

/** Only what still stands, by who may write it; a creation by who made it (C-6). */
function undoOf(
  reader: Reader,
  row: RecordRow,
  { kind, outcome, change, group, author }: Logged,
): HistoryEntry['undo'] {
  const id = change as ChangeId;
  const record = row.id as RecordId;
  const isOthersCreation = creatorOf(record) === id && author !== reader.ctx.person;
  if (kind !== 'change' || outcome.kind !== 'applied' || isOthersCreation) return null;
  return mayUndo(reader, row, id, group) ? { change: id, record } : null;
}

function undoOfPending(reader: Reader, row: RecordRow, of: ChangeRow, group: string): HistoryEntry['undo'] {
  const change = reader.ownId(of.epoch, of.seq);
  const isOnItsWay = of.state === 'queued' || of.state === 'handed' || of.state === 'confirming';
  return isOnItsWay && mayUndo(reader, row, change, group) ? { change, record: row.id as RecordId } : null;
}

function mayUndo(reader: Reader, row: RecordRow, change: ChangeId, group: string): boolean {
  const writers = reader.def(row.collection)?.groups[group]?.writers;
  return standsAlone(row, group, change) && (writers === undefined || writers.includes(reader.ctx.role));
}

/** How it came to the server. Sticks and hubs come later; a path of a newer server is said as it is. */
function pathWords(path: string | undefined): string {
  return path === 'server' ? 'at the server' : `by ${path ?? 'link'}`;
}

function clockWords(ahead: number | undefined): string | null {
  return ahead === undefined ? null : `The laptop’s clock was ${span(ahead)} ahead when this was written`;
}

/** "Part: 3 × coil assembly" for what hangs on the record that is looked at. */
function titleOf(reader: Reader, row: RecordRow, group: string): string {
  const title = groupTitle(reader, row.collection, group);
  const def = reader.def(row.collection);
  const hangsOn = def?.parent !== undefined && row.collection !== 'workOrder';
  return hangsOn && group !== def.first ? `${title} of ${reader.name(row.id)}` : title;
}

function pendingEntries(
  reader: Reader,
  row: RecordRow,
  standing: ReadonlyMap<string, Logged>,
): readonly HistoryEntry[] {
  const last = new Map([...standing].map(([grp, m]) => [grp, wordsOf(reader, row.collection, grp, m.value)]));
  return reader.pending(row).flatMap((p): readonly HistoryEntry[] => {
    const change = reader.change(p.epoch, p.seq);
    const edit = change && readEdits(change.edits).find((e) => e.record === row.id && e.group === p.grp);
    const said = change && spokenOfChange(reader, change, row.id, p.grp);
    if (!change || !edit || !said) return [];
    const after = wordsOf(reader, row.collection, p.grp, edit.value);
    const canonical = reader.canonical(row)[p.grp];
    const earlier = last.get(p.grp) ?? (canonical ? wordsOf(reader, row.collection, p.grp, canonical.v) : null);
    last.set(p.grp, after);
    return [
      {
        key: `${row.id}.pending.${p.epoch}.${p.seq}.${p.grp}`,
        group: p.grp,
        title: titleOf(reader, row, p.grp),
        person: reader.person(change.author),
        role: change.role,
        madeAt: change.made_at,
        receivedAt: change.received_at,
        position: null,
        before: earlier,
        saw: null,
        after,
        path: null,
        question: null,
        became: labelOf(said.standing).text,
        kind: 'pending',
        undo: undoOfPending(reader, row, change, p.grp),
        clock: null,
      },
    ];
  });
}
