/** The groups of a question record as their types say: read from stored values, checked, never assumed. */
import { z } from 'zod';
import { isRecordId, parseChangeId, type ChangeId, type RecordId } from '../ids.ts';
import type { Fields } from '../json.ts';
import type { AnswerEdit, QuestionSide, QuestionState, QuestionSubject } from '../question/question.ts';
import { sideShape } from './system.ts';
import { ROLES } from './types.ts';

const change = z.custom<ChangeId>((text) => typeof text === 'string' && parseChangeId(text) !== null);
const record = z.custom<RecordId>((text) => typeof text === 'string' && isRecordId(text));
const maybeChange = change.nullable().default(null);
const maybePerson = record.nullable().default(null);
const maybeText = z.string().nullable().default(null);
const role = z.enum(ROLES);

const sides = z.array(
  sideShape.extend({
    writers: z.array(change),
    person: record,
    role,
    device: z.number(),
    madeAt: z.number(),
    receivedAt: z.number(),
    words: z.string(),
  }),
);
const subject = z.object({ record, collection: z.string(), group: z.string(), openedAt: z.number() });
const state = z.object({
  status: z.enum(['open', 'answered']),
  reviewer: maybePerson,
  reviewerRole: role.nullable().default(null),
  chosen: maybeChange,
  answeredBy: maybePerson,
  answeredAt: z.number().nullable().default(null),
  answer: maybeChange,
  reason: maybeText,
  askedAt: z.number().nullable().default(null),
  escalatedAt: z.number().nullable().default(null),
  escalatedFrom: maybePerson,
});
const answer = z.object({
  chosen: maybeChange,
  against: z.array(change).nullable().default(null),
  undoes: maybeChange,
  reason: maybeText,
});

/** @throws ZodError when the value was not written by this program. */
export function readSides(value: Fields | undefined): readonly QuestionSide[] {
  return sides.parse(value?.['list'] ?? []);
}

/** @throws ZodError */
export function readSubject(value: Fields | undefined): QuestionSubject {
  return subject.parse(value);
}

/** @throws ZodError */
export function readState(value: Fields | undefined): QuestionState {
  return state.parse(value);
}

/** @throws ZodError */
export function readAnswer(value: Fields): AnswerEdit {
  const read = answer.parse(value);
  return { ...read, against: read.against ?? [] };
}
