/** Answering one question after the other: the call, the slide, what was kept, and what comes next. */
import { useReducedMotion } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import type { SaveResult } from '../../../protocol/ipc/api.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { now, useTimeout } from '../../app/clock.ts';
import { queries } from '../../app/queries.ts';
import { trpc } from '../../ipc/client.ts';
import { useAttempt } from '../../ui/use-attempt.ts';
import { ASKED_OF_ME, nextQuestion } from './next-question.ts';
import { useSitting } from './sitting.tsx';

export interface Settling {
  readonly question: QuestionView;
  readonly at: 0 | 1;
}

export interface Answering {
  readonly settling: Settling | null;
  readonly failed: Fault | null;
  readonly choose: (question: QuestionView, at: 0 | 1, reason: string) => void;
  readonly later: () => void;
}

/** How long the cards slide, milliseconds. */
const SLIDE_MS = 150;
/** A second tap within this time belongs to the question before, milliseconds. */
const SAME_TAP_MS = 450;
const ORDINALS = ['first', 'second'] as const;

export function useAnswering(id: RecordId, open: readonly QuestionView[]): Answering {
  const client = useQueryClient();
  const go = useNavigate();
  const still = useReducedMotion();
  const [sitting, setSitting] = useSitting();
  const [settling, setSettling] = useState<Settling | null>(null);
  const [saved, setSaved] = useState<SaveResult | null>(null);
  const { failed, attempt, forget } = useAttempt();
  const chosenAt = useRef(Number.NEGATIVE_INFINITY);

  const answer = async (question: QuestionView, at: 0 | 1, reason: string): Promise<void> => {
    const side = question.sides[at];
    const other = question.sides[1 - at];
    if (!side || !other) return;
    setSettling({ question, at });
    const result = await attempt(() =>
      trpc.review.answer.mutate({
        question: question.id,
        side: side.side,
        // Those that the answer sets aside; sides that wait behind were not in view.
        against: [other.side],
        reason: reason.trim() === '' ? null : reason.trim(),
      }),
    );
    if (result === null) setSettling(null);
    else setSaved(result);
  };

  const goOn = async ({ question, at }: Settling, { changes, label }: SaveResult): Promise<void> => {
    const list = await client.fetchQuery({ ...queries.questions(ASKED_OF_ME), staleTime: 0 }).then(
      ({ rows }) => rows,
      () => open,
    );
    await client.fetchQuery({ ...queries.question(question.id), staleTime: 0 }).catch(() => null);
    const side = question.sides[at];
    const whose = side?.isMine ? 'you' : (side?.person ?? 'somebody');
    const words = side?.deed ? `Decided: ${side.words}.` : `Kept the ${ORDINALS[at]} (by ${whose}).`;
    // Another version waited behind: the same question is asked on, and there is nothing to take back yet.
    const isAskedOn = list.some((q) => q.id === question.id);
    const kept = { question: question.id, answer: isAskedOn ? null : (changes[0] ?? null), words, label };
    setSitting({ ...sitting, answered: sitting.answered + 1, kept });
    setSaved(null);
    setSettling(null);
    if (isAskedOn) return;
    await follow(
      nextQuestion(open.length > 0 ? remaining(open, list, question.id) : list, sitting.later, question.id).next,
    );
  };

  const follow = (next: QuestionView | null): Promise<void> =>
    next && next.id !== id ? go({ to: '/review/$id', params: { id: next.id } }) : go({ to: '/review' });

  useTimeout(
    () => {
      if (settling && saved) void goOn(settling, saved);
    },
    still ? 0 : SLIDE_MS,
    settling && saved ? settling.question.id : null,
  );

  return {
    settling,
    failed,
    choose: (question, at, reason) => {
      if (settling || now() - chosenAt.current < SAME_TAP_MS) return;
      chosenAt.current = now();
      void answer(question, at, reason);
    },
    later: () => {
      if (settling) return;
      forget();
      const later = sitting.later.includes(id) ? sitting.later : [...sitting.later, id];
      const turn = nextQuestion(open, later, id);
      setSitting({ ...sitting, later: turn.later });
      void follow(turn.next);
    },
  };
}

/** What is open now in the order in which it was asked, the answered one still marking its place. */
function remaining(
  before: readonly QuestionView[],
  list: readonly QuestionView[],
  answered: string,
): readonly QuestionView[] {
  const stay = before.filter((q) => q.id === answered || list.some((l) => l.id === q.id));
  return [...stay, ...list.filter((q) => !before.some((b) => b.id === q.id))];
}
