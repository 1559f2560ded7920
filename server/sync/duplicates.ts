/**
 * Two records for one thing (C-10): whoever gives a record the name of another live one opens a question on the later of
 * the two, as soon as that has its place, and nobody is asked twice about the same pair under the same name. The older
 * record stays, so that what was answered can never go round in a circle.
 *
 * What the question says of the other record is its id. Who made it, and when, is said where both stand at one site;
 * otherwise it is the server that noticed, since whoever sees the one may not see the other (H-1).
 */
import { changeId, creatorOf, SERVER_DEVICE, type RecordId } from '../../domain/ids.ts';
import { isLive, namingGroups } from '../../domain/merge/unique.ts';
import type { QuestionSide } from '../../domain/question/question.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { ALIAS, ARCHIVED } from '../../domain/schema/types.ts';
import { groupOf } from '../../domain/schema/unknown.ts';
import type { LogEntry } from '../storage/contract/types.ts';
import type { Draft, WorkingRecord } from './draft.ts';
import type { EditContext } from './edit-context.ts';
import { nameOfBody, othersNamed } from './names.ts';
import { openQuestion, sideOfEdit, sidesOf, subjectOf } from './questions.ts';

/** Call when the change has its receipt: the questions name it. */
export function askAboutDuplicates(contexts: readonly EditContext[]): void {
  const asked = new Set<RecordId>();
  for (const c of contexts) {
    const id = mayHaveNamed(c);
    const record = id === null || asked.has(id) ? undefined : c.draft.record(id);
    if (!record) continue;
    asked.add(record.id);
    lookFor(c, record);
  }
}

/** The record that may have another name after this edit, its place, or may be live again; null: none. */
function mayHaveNamed({ draft, edit }: EditContext): RecordId | null {
  const { record, collection, group } =
    edit.collection === QUESTION ? subjectOf(draft, edit.record) : { ...edit, record: edit.record };
  const def = draft.rules.schema.collections[collection];
  if (!def?.unique) return null;
  const isPlace = def.site.from === 'field' && def.site.path.group === group;
  return isPlace || group === ARCHIVED || group === ALIAS || namingGroups(def).has(group) ? record : null;
}

function lookFor(c: EditContext, record: WorkingRecord): void {
  const { draft } = c;
  const name = isLive(record.body) ? nameOfBody(draft, record.collection, record.body) : null;
  if (name === null) return;
  const others = othersNamed(draft, record, name).filter((other) => isLive(other.body));
  for (const other of others.toSorted((a, b) => byAge(draft, a, b))) {
    const [earlier, later] = byAge(draft, record, other) < 0 ? [record, other] : [other, record];
    // One question at a time: the answer to it looks again. A record without a place is everybody's, and nobody's to decide.
    if (later.body[ALIAS]?.q !== undefined || hasNoPlace(draft, later) || wasAsked(draft, earlier.id, later.id, name))
      continue;
    ask(c, earlier, later, name);
  }
}

function hasNoPlace(draft: Draft, { collection, site }: WorkingRecord): boolean {
  return site === null && draft.rules.schema.collections[collection]?.site.from === 'field';
}

function byAge(draft: Draft, a: WorkingRecord, b: WorkingRecord): number {
  return bornAt(draft, a) - bornAt(draft, b) || (a.id < b.id ? -1 : 1);
}

function bornAt(draft: Draft, record: WorkingRecord): number {
  return makerOf(draft, record)?.pos ?? Number.MAX_SAFE_INTEGER;
}

function wasAsked(draft: Draft, earlier: RecordId, later: RecordId, name: string): boolean {
  return draft.children(later).some(({ id, collection }) => {
    if (collection !== QUESTION || subjectOf(draft, id).group !== ALIAS) return false;
    return sidesOf(draft, id).some(({ value }) => value['of'] === earlier && value['name'] === name);
  });
}

function ask(c: EditContext, earlier: WorkingRecord, later: WorkingRecord, name: string): void {
  const { collection } = later;
  const def = groupOf(c.draft.rules.schema, collection, ALIAS);
  const edit = { ...c.edit, record: later.id, collection, group: ALIAS };
  const { now } = c.draft.rules;
  const maker = makerOf(c.draft, later) ?? c.change;
  // Also where an answer made it look again: it is about what its maker wrote, and whoever answers is no author of it.
  const change = { ...c.change, author: maker.author, role: maker.role };
  const about: EditContext = { ...c, change, def, edit, value: { of: null } };
  const cell = later.body[ALIAS] ?? { v: about.value, w: [creatorOf(later.id)], p: c.pos };
  const noticed = { device: SERVER_DEVICE, madeAt: now, receivedAt: now };
  const two: QuestionSide = { ...sideOfEdit(about), ...madeBy(maker, now), writers: cell.w };
  const other = earlier.site === null || earlier.site === later.site ? makerOf(c.draft, earlier) : undefined;
  const same: QuestionSide = {
    ...sideOfEdit(about, { of: earlier.id, name }),
    ...(other ? madeBy(other, now) : noticed),
    writers: [changeId(SERVER_DEVICE, 1, c.draft.nextPosition())],
  };
  openQuestion(about, later, { ...cell, v: about.value }, two, same);
}

type Maker = Pick<LogEntry, 'author' | 'role' | 'device' | 'madeAt'> & { readonly receivedAt?: number };

/** Undefined when its beginning never arrived. */
function makerOf(draft: Draft, { id }: WorkingRecord): LogEntry | undefined {
  return draft.entryOf(creatorOf(id));
}

function madeBy({ author: person, role, device, madeAt, receivedAt }: Maker, now: number): Partial<QuestionSide> {
  return { person, role, device, madeAt, receivedAt: receivedAt ?? now };
}
