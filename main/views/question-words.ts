/**
 * Questions as sentences. Most ask which value is right; two kinds are about the record itself, whether it is archived
 * (C-8) and whether it is one thing or two (C-10), and each of those reads as one plain sentence with two answers.
 */
import type { Fields } from '../../domain/json.ts';
import type { QuestionSide } from '../../domain/question/question.ts';
import { ALIAS, ARCHIVED } from '../../domain/schema/types.ts';
import type { QuestionNow } from './question-now.ts';
import { idIn, text, type Reader } from './reader.ts';
import { aboutRecord, groupTitle, wordsOf } from './words.ts';

interface Said {
  readonly words: string;
  readonly details: readonly string[];
  /** What the button says. */
  readonly deed: string;
}

/** What a list calls it. */
export function titleOfQuestion(reader: Reader, { subject }: QuestionNow): string {
  if (subject.group === ARCHIVED) return `Archive, or ${staying(subject.collection)}`;
  if (subject.group === ALIAS) return `One ${thing(reader, subject.collection)}, or two`;
  return groupTitle(reader, subject.collection, subject.group);
}

/** The whole sentence; null where "Which is right for (title)?" is one. */
export function asksOf(reader: Reader, { subject }: QuestionNow): string | null {
  const name = reader.name(subject.record);
  if (subject.group === ARCHIVED) return `Archive ${name || 'this record'}, or ${staying(subject.collection)}?`;
  if (subject.group === ALIAS) {
    const what = thing(reader, subject.collection);
    return `Is ${name || 'this'} one ${what} entered twice, or two ${what}s?`;
  }
  return null;
}

/** A side of a question about the record itself; null where its value speaks. */
export function saidOfSide(reader: Reader, { subject }: QuestionNow, { value }: QuestionSide): Said | null {
  if (subject.group === ARCHIVED) return archiving(subject.collection, value);
  return subject.group === ALIAS ? aliasing(reader, thing(reader, subject.collection), value) : null;
}

/** A side in a sentence, as its value says it. */
export function sideInWords(reader: Reader, question: QuestionNow, side: QuestionSide): string {
  const { collection, group } = question.subject;
  return saidOfSide(reader, question, side)?.words ?? (wordsOf(reader, collection, group, side.value) || side.words);
}

function staying(collection: string): string {
  return collection === 'equipment' ? 'keep it in use' : 'keep it open';
}

function archiving(collection: string, value: Fields): Said {
  const stays = staying(collection);
  if (value['archived'] !== true) return { words: capital(stays), details: [], deed: capital(stays) };
  const why = text(value['reason']);
  return { words: 'Archive it', details: why ? [why] : [], deed: 'Archive it' };
}

function aliasing(reader: Reader, what: string, value: Fields): Said {
  const of = idIn(value['of']);
  if (of === null)
    return { words: `Two different ${what}s`, details: ['Both stay as they are.'], deed: `Keep two ${what}s` };
  // Where the other one is on this laptop, it is named; whoever may not see it is told no more than that there is one.
  const name = reader.row(of) ? aboutRecord(reader, of) : '';
  const details = name ? [`The same as ${name}.`] : [];
  return {
    words: `The same ${what}, entered twice`,
    details: [...details, 'What is written to either goes to one from now on.'],
    deed: `Make it one ${what}`,
  };
}

const thing = (reader: Reader, collection: string): string => reader.def(collection)?.thing ?? 'record';
const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
