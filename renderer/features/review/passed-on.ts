/** That a question waited too long for somebody and was passed on. */
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { when } from '../../ui/when.ts';

/** Empty when it never was. */
export function passedOnWords({ passedOn }: Pick<QuestionView, 'passedOn'>, now: number): string {
  if (passedOn === null) return '';
  const whom = passedOn.from === null ? 'whom it was asked of' : passedOn.from;
  return `Passed on ${when(passedOn.at, now)}, because ${whom} had not answered`;
}
