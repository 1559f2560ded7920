/**
 * Undo of the last save of a visit (C-6): offered from the save until the form is written in again. Failing is said in words,
 * and what was saved stays.
 */
import { useState } from 'react';
import type { SaveResult } from '../../../protocol/ipc/api.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import { trpc } from '../../ipc/client.ts';
import { useAttempt } from '../../ui/use-attempt.ts';

export interface UndoSave {
  readonly isOffered: boolean;
  readonly busy: boolean;
  readonly failed: Fault | null;
  /** What was done last: said once. */
  readonly done: boolean;
  readonly offer: (saved: SaveResult) => void;
  readonly withdraw: () => void;
  readonly undo: () => void;
}

export function useUndoSave(): UndoSave {
  const [saved, setSaved] = useState<SaveResult | null>(null);
  const [done, setDone] = useState(false);
  const { busy, failed, attempt, forget } = useAttempt();
  const change = saved?.changes[0];
  const undo = async (): Promise<void> => {
    if (change === undefined || busy) return;
    const undone = await attempt(() => trpc.records.undo.mutate({ change, record: null }));
    setSaved(null);
    setDone(undone !== null);
  };
  return {
    isOffered: change !== undefined,
    busy,
    failed,
    done,
    offer: (result) => {
      forget();
      setDone(false);
      setSaved(result);
    },
    withdraw: () => {
      if (failed) forget();
      setDone(false);
      setSaved(null);
    },
    undo: () => void undo(),
  };
}
