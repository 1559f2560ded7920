/**
 * Every clash is settled by its declared rule or surfaces as a question that keeps both values. The log is read once
 * more from its beginning by a reader of a few lines that knows nothing but the schema: whatever was put over a value
 * that its author had not seen must have been allowed by a rule.
 */
import type { ChangeId } from '../../domain/ids.ts';
import { canonicalText, type Fields } from '../../domain/json.ts';
import { decodeBody } from '../../domain/record/body.ts';
import { NO_POSITION } from '../../domain/ids.ts';
import { readSides, readState, readSubject } from '../../main/views/read-question.ts';
import { schema } from '../../server/compose.ts';
import type { LogEntry, LoggedEdit } from '../../server/storage/contract/types.ts';
import { ORG } from '../world/hospital.ts';
import type { World } from '../world/world.ts';
import type { Findings } from './violation.ts';
import { wholeLog } from './whole-log.ts';

interface Standing {
  readonly value: Fields;
  readonly writers: Set<ChangeId>;
}

export function checkClashes(world: World, findings: Findings): void {
  const groups = new Map<string, Standing>();
  const touched = new Set<string>();
  for (const entry of wholeLog(world)) {
    if (entry.kind !== 'change') for (const e of entry.edits) touched.add(`${e.record} ${e.group}`);
    else entry.edits.forEach((edit, i) => judge({ groups, touched, findings }, entry, edit, i));
  }
  checkQuestions(world, findings);
}

interface Reading {
  readonly groups: Map<string, Standing>;
  readonly touched: Set<string>;
  readonly findings: Findings;
}

/** Once a question or a rule has moved a group, the simple reader no longer knows what stands there, and is silent. */
function judge({ groups, touched, findings }: Reading, entry: LogEntry, edit: LoggedEdit, i: number): void {
  const def = schema.collections[edit.collection]?.groups[edit.group];
  const key = `${edit.record} ${edit.group}`;
  const id = `${entry.device}.${entry.epoch}.${entry.seq}` as ChangeId;
  const outcome = entry.outcome?.[i]?.kind ?? 'applied';
  if (outcome === 'refused' || def?.policy !== 'review' || edit.collection === 'question') return;
  if (outcome !== 'applied') return void touched.add(key);
  const standing = groups.get(key);
  if (standing && !touched.has(key)) {
    const saw = edit.saw !== null && standing.writers.has(edit.saw);
    const isSame = says(standing.value, edit.value) || def.same?.(standing.value, edit.value) === true;
    const isFair = saw || isSame || wasReplaced(edit.saw, entry);
    const over = `${id} was put over ${[...standing.writers].join(', ')} in ${key} without having seen it`;
    findings.look('clashes surface', isFair ? null : over);
    if (isSame && !saw) return void standing.writers.add(id);
  }
  groups.set(key, { value: edit.value, writers: new Set([id]) });
}

/** A laptop's own change under an earlier name: issued again after a fork, or made anew after a refusal. */
function wasReplaced(saw: ChangeId | null, entry: LogEntry): boolean {
  return saw !== null && saw.startsWith(`${entry.device}.`);
}

/** The same, where a field that was cleared and one that was never written count as equal (C-2). */
export function says(a: Fields, b: Fields): boolean {
  const clean = (v: Fields): string =>
    canonicalText(Object.fromEntries(Object.entries(v).filter(([, x]) => x !== null && x !== undefined)));
  return clean(a) === clean(b);
}

/** A question keeps at least two different values, once; an open one is pointed to by the group that it is about. */
function checkQuestions(world: World, findings: Findings): void {
  const storage = world.server.storage();
  if (!storage) return;
  const { rows } = storage.pullPage(ORG, null, NO_POSITION, storage.head(ORG).position, 1_000_000);
  const open = new Map<string, string>();
  const log = wholeLog(world);
  checkConflictsKept(world, log, findings);
  for (const row of rows) {
    if (row.collection !== 'question') continue;
    const body = decodeBody(row.body);
    const subject = readSubject(body['subject']?.v);
    const sides = readSides(body['sides']?.v);
    const state = readState(body['state']?.v);
    findings.look('clashes surface', sides.length < 2 ? `question ${row.id} has ${sides.length} sides` : null);
    if (!subject || state.status !== 'open') continue;
    const key = `${subject.record} ${subject.group}`;
    const other = open.get(key);
    findings.look('clashes surface', other ? `${row.id} and ${other} ask about ${key}` : null);
    open.set(key, row.id);
    const about = storage.record(ORG, subject.record);
    const cell = about && decodeBody(about.body)[subject.group];
    findings.look(
      'clashes surface',
      cell?.q === row.id ? null : `${key} does not point to its open question ${row.id}`,
    );
    const stands = cell && canonicalText(cell.v) === canonicalText(sides[0]?.value ?? {});
    findings.look('clashes surface', stands ? null : `${key} moved while ${row.id} asks about it`);
  }
}

/** What was answered "conflict" stands as a side of its question, or was set aside by an answer that saw it. */
function checkConflictsKept(world: World, log: readonly LogEntry[], findings: Findings): void {
  const storage = world.server.storage();
  if (!storage) return;
  for (const entry of log) {
    if (entry.kind !== 'change') continue;
    const id = `${entry.device}.${entry.epoch}.${entry.seq}`;
    entry.outcome?.forEach((outcome, i) => {
      const edit = entry.edits[i];
      if (outcome.kind !== 'conflict' || !edit) return;
      const question = storage.record(ORG, outcome.question);
      const body = question && decodeBody(question.body);
      const subject = readSubject(body?.['subject']?.v);
      // Asked about only because its record was archived: the edit itself stands (C-8).
      if (subject?.group !== edit.group || subject.record !== edit.record) return;
      const sides = readSides(body?.['sides']?.v);
      if (sides.some((s) => s.writers.includes(id as ChangeId))) return findings.look('clashes surface', null);
      const now = storage
        .history(ORG, edit.record, NO_POSITION, 100_000)
        .find((h) => h.entry.pos === entry.pos && h.edit.group === edit.group);
      const isOver = now !== undefined && now.outcome.kind !== 'conflict';
      const isMoved = log.some(
        (later) =>
          later.pos > entry.pos &&
          later.device === entry.device &&
          later.edits.some((e) => e.record === edit.record && e.group === edit.group),
      );
      findings.look(
        'clashes surface',
        isOver || isMoved ? null : `${id} is in question ${outcome.question} and stands on no side of it`,
      );
    });
  }
}
