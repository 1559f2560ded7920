/** What was answered and put off since the window was opened, so that the picker can go on from one to the next. */
import { createContext, type ReactNode, use } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import type { LabelView } from '../../../protocol/ipc/views.ts';
import { useRemembered } from '../../app/remembered.tsx';

/** The answer that was given last, as long as it can be taken back from here. */
export interface Kept {
  readonly question: RecordId;
  /** What Undo takes back; null when the same question is asked on with another version, which has no way back. */
  readonly answer: string | null;
  readonly words: string;
  readonly label: LabelView;
}

export interface Sitting {
  readonly answered: number;
  /** Put off: asked again when all others were. */
  readonly later: readonly string[];
  readonly kept: Kept | null;
}

type SittingState = readonly [Sitting, (next: Sitting) => void];

const NEW: Sitting = { answered: 0, later: [], kept: null };
const Context = createContext<SittingState>([NEW, () => undefined]);

export function SittingProvider({ children }: { readonly children: ReactNode }) {
  const sitting = useRemembered<Sitting>('review.sitting', NEW);
  return <Context value={sitting}>{children}</Context>;
}

export function useSitting(): SittingState {
  return use(Context);
}
