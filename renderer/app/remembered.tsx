/** State that outlives its screen while the window is open: filters, search text, where a list was scrolled to. */
import { createContext, type ReactNode, use, useCallback, useState } from 'react';

const Context = createContext<Map<string, unknown> | null>(null);

export function RememberedProvider({ children }: { readonly children: ReactNode }) {
  const [kept] = useState(() => new Map<string, unknown>());
  return <Context value={kept}>{children}</Context>;
}

/** Like `useState`, but a screen that is opened again finds what it left. `key` names the screen and the thing. */
export function useRemembered<T>(key: string, initial: T): readonly [T, (next: T) => void] {
  const kept = use(Context);
  const [value, setValue] = useState<T>(() => (kept?.has(key) ? (kept.get(key) as T) : initial));
  const remember = useCallback(
    (next: T) => {
      kept?.set(key, next);
      setValue(next);
    },
    [kept, key],
  );
  return [value, remember];
}
