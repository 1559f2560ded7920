/**
 * The screens' only way to the main process: a typed client of the console's router, the same in both shells. Only
 * this file knows the router's type. Import it before anything that reads the address: it takes the one-time token out.
 */
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import type { ConsoleRouter } from '../../main/ipc/router.ts';
import type { ConsoleBridge } from '../../protocol/ipc/channel.ts';
import type { Fault } from '../../protocol/ipc/fault.ts';
import { browserTransport, takeToken } from './browser-transport.ts';
import { electronTransport } from './electron-transport.ts';
import { consoleLink } from './link.ts';
import type { Door, Transport } from './transport.ts';

declare global {
  interface Window {
    readonly holdfast?: ConsoleBridge;
  }
}

let door: Door = { state: 'connecting', words: null };
const doorListeners = new Set<() => void>();

export const trpc = createTRPCClient<ConsoleRouter>({
  links: [
    consoleLink(chooseTransport(), (next) => {
      door = next;
      for (const listener of doorListeners) listener();
    }),
  ],
});

/** How this page stands towards the main process: the screens say it when it is not open. Fit for useSyncExternalStore. */
export const currentDoor = (): Door => door;
export function onDoor(listener: () => void): () => void {
  doorListeners.add(listener);
  return () => doorListeners.delete(listener);
}

/** The expected failure behind an error, to tell the person; null when it is none (a bug, an aborted call). */
export function isFault(error: unknown): Fault | null {
  if (!(error instanceof TRPCClientError)) return null;
  return (error as TRPCClientError<ConsoleRouter>).data?.fault ?? null;
}

function chooseTransport(): Transport {
  if (window.holdfast !== undefined) return electronTransport(window.holdfast);
  return browserTransport({
    openSocket: () => new WebSocket(`ws://${window.location.host}/ipc`),
    storage: window.sessionStorage,
    token: takeToken(window.location, window.history),
    later: (ms, run) => window.setTimeout(run, ms),
  });
}
