/** Questions of one record that follow each other, as one group: an outage's conflicts are read and answered together. */
import type { QuestionView } from '../../../protocol/ipc/views.ts';

type Placed = Pick<QuestionView, 'id' | 'record'>;

export interface OfRecord<Q extends Placed> {
  readonly key: string;
  readonly questions: readonly [Q, ...Q[]];
}

/** The order stays as it is: what is not side by side is not brought together here. */
export function byRecord<Q extends Placed>(rows: readonly Q[]): readonly OfRecord<Q>[] {
  const groups: { key: string; questions: [Q, ...Q[]] }[] = [];
  for (const question of rows) {
    const last = groups.at(-1);
    if (last && last.questions[0].record === question.record) last.questions.push(question);
    else groups.push({ key: question.id, questions: [question] });
  }
  return groups;
}
