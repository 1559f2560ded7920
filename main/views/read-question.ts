/** A question's groups as they are stored, read field by field: what is missing or of another kind reads as nothing. */
import type { ChangeId, PersonId } from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import type { AnswerEdit, QuestionSide, QuestionState, QuestionSubject } from '../../domain/question/question.ts';
import { ROLES, type Role } from '../../domain/schema/types.ts';
import { idIn, numberOf, text } from './reader.ts';

/** Null when it names no record. */
export function readSubject(v: Fields | undefined): QuestionSubject | null {
  const record = idIn(v?.['record']);
  if (!v || record === null) return null;
  return {
    record,
    collection: text(v['collection']),
    group: text(v['group']),
    openedAt: numberOf(v['openedAt']) ?? 0,
  };
}

export function readState(v: Fields | undefined): QuestionState {
  return {
    status: v?.['status'] === 'answered' ? 'answered' : 'open',
    reviewer: idIn(v?.['reviewer']),
    reviewerRole: roleIn(v?.['reviewerRole']),
    chosen: changeIn(v?.['chosen']),
    answeredBy: idIn(v?.['answeredBy']),
    answeredAt: numberOf(v?.['answeredAt']),
    answer: changeIn(v?.['answer']),
    reason: text(v?.['reason']) || null,
  };
}

/** Written by a server that passes questions on; an older one does not. */
export function readPassedOn(v: Fields | undefined): { readonly at: number; readonly from: PersonId | null } | null {
  const at = numberOf(v?.['escalatedAt']);
  return at === null ? null : { at, from: idIn(v?.['escalatedFrom']) };
}

/** In order, canonical first; a side without a writer is left out. */
export function readSides(v: Fields | undefined): readonly QuestionSide[] {
  return listIn(v?.['list']).flatMap((item) => (isFields(item) ? (readSide(item) ?? []) : []));
}

function readSide(v: Fields): QuestionSide | null {
  const writers = changesIn(v['writers']);
  if (writers.length === 0) return null;
  return {
    writers,
    value: isFields(v['value']) ? v['value'] : {},
    person: text(v['person']) as PersonId,
    role: roleIn(v['role']) ?? 'technician',
    device: numberOf(v['device']) ?? 0,
    madeAt: numberOf(v['madeAt']) ?? 0,
    receivedAt: numberOf(v['receivedAt']) ?? 0,
    words: text(v['words']),
  };
}

export function readAnswer(v: Fields): AnswerEdit {
  return {
    chosen: changeIn(v['chosen']),
    against: changesIn(v['against']),
    undoes: changeIn(v['undoes']),
    reason: text(v['reason']) || null,
  };
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function changesIn(value: Json | undefined): readonly ChangeId[] {
  return listIn(value).flatMap((item) => changeIn(item) ?? []);
}

function changeIn(value: Json | undefined): ChangeId | null {
  return typeof value === 'string' && value !== '' ? (value as ChangeId) : null;
}

function roleIn(value: Json | undefined): Role | null {
  return ROLES.find((role) => role === value) ?? null;
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
