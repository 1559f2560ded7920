/** Review: the queue of questions, and one question at a time. */
import type { RecordId } from '../../../domain/ids.ts';
import { QuestionScreen } from './QuestionScreen.tsx';
import { ReviewQueue } from './ReviewQueue.tsx';
import { SittingProvider } from './sitting.tsx';

export function ReviewScreen({ id }: { readonly id?: RecordId | undefined }) {
  return <SittingProvider>{id === undefined ? <ReviewQueue /> : <QuestionScreen id={id} />}</SittingProvider>;
}
