/** Questions as the server keeps them. */
import type { PersonId, RecordId } from '../../domain/ids.ts';
import type { QuestionSide, QuestionState, QuestionSubject } from '../../domain/question/question.ts';
import { decodeBody } from '../../domain/record/body.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import type { Rig } from './hospital.ts';

export interface AskedQuestion {
  readonly id: RecordId;
  readonly group: string;
  readonly reviewer: PersonId | null;
  readonly status: QuestionState['status'];
  readonly state: QuestionState;
  readonly list: readonly QuestionSide[];
}

/** All questions about a record, oldest first. */
export function sidesOn(rig: Rig, record: RecordId): readonly AskedQuestion[] {
  const { rows } = rig.storage.pullPage(rig.org, null, 0 as never, rig.storage.head(rig.org).position, 1_000_000);
  return rows
    .filter((r) => r.collection === QUESTION && r.parent === record)
    .map((r) => {
      const body = decodeBody(r.body);
      const subject = body['subject']?.v as never as QuestionSubject;
      const state = body['state']?.v as never as QuestionState;
      const list = body['sides']?.v['list'] as never as readonly QuestionSide[];
      return { id: r.id, group: subject.group, reviewer: state.reviewer, status: state.status, state, list };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function onlyQuestion(rig: Rig, record: RecordId): AskedQuestion {
  const all = sidesOn(rig, record);
  const [one] = all;
  if (!one || all.length > 1) throw new Error(`${all.length} questions on ${record}`);
  return one;
}
