/**
 * The way to the main process in the browser shell: a WebSocket to the page's own origin. The first message carries
 * the one-time token that came in the address, or the bearer that was given for it and outlives a reload of this tab.
 * A lost socket is opened again, with growing pauses; a refusal is final.
 */
import type { ConsoleMessage, OpenMessage } from '../../protocol/ipc/wire.ts';
import type { Transport, TransportEvents } from './transport.ts';

const BEARER_KEY = 'holdfast.bearer';
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/** The parts of the page that it needs, so that a test can stand in for them. */
export interface BrowserDoor {
  readonly openSocket: () => WebSocket;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** From the address; spent on first use. */
  readonly token: string | null;
  readonly later: (ms: number, run: () => void) => void;
}

export function browserTransport(door: BrowserDoor): Transport {
  let socket: WebSocket | null = null;
  let token = door.token;
  let pause = FIRST_PAUSE_MS;
  return {
    start: connect,
    send: (text) => socket?.send(text),
  };

  function connect(events: TransportEvents): void {
    const current = door.openSocket();
    let opened = false;
    let refused = false;
    current.addEventListener('open', () => current.send(JSON.stringify(openMessage())));
    current.addEventListener('message', (event: MessageEvent<string>) => {
      if (opened) return events.message(event.data);
      const answer = JSON.parse(event.data) as ConsoleMessage;
      if (answer.type === 'opened') {
        opened = true;
        socket = current;
        token = null;
        pause = FIRST_PAUSE_MS;
        if (answer.bearer !== null) door.storage.setItem(BEARER_KEY, answer.bearer);
        events.up();
      } else if (answer.type === 'refused') {
        refused = true;
        door.storage.removeItem(BEARER_KEY);
        events.refused(answer.words);
      }
    });
    current.addEventListener('close', () => {
      socket = null;
      if (refused) return;
      if (opened) events.down();
      door.later(pause, () => connect(events));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  }

  function openMessage(): OpenMessage {
    const bearer = door.storage.getItem(BEARER_KEY);
    return { type: 'open', ...(token === null ? {} : { token }), ...(bearer === null ? {} : { bearer }) };
  }
}

/** Takes the token out of the address (`#token=…`), so that it is neither shown nor kept in the tab's history. */
export function takeToken(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  const found = /^#token=([\w-]+)$/.exec(location.hash);
  if (found === null) return null;
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  return found[1] ?? null;
}
