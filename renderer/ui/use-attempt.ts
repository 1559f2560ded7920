/** A call to the main process that a person waits for: whether it runs, and in words why it failed. */
import { useState } from 'react';
import type { Fault } from '../../protocol/ipc/fault.ts';
import { faultOf } from './ErrorState.tsx';

export interface Attempt {
  readonly busy: boolean;
  readonly failed: Fault | null;
  /** Null when it failed; then `failed` says why. */
  readonly attempt: <T>(call: () => Promise<T>) => Promise<T | null>;
  readonly forget: () => void;
}

export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Fault | null>(null);
  const attempt = async <T>(call: () => Promise<T>): Promise<T | null> => {
    setBusy(true);
    setFailed(null);
    try {
      return await call();
    } catch (error) {
      setFailed(faultOf(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failed, attempt, forget: () => setFailed(null) };
}
