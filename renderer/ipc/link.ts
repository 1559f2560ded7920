/**
 * The page's end of the wire, as a tRPC link. Guarantees: every call ends in one result or one error; aborting a call
 * stops it on the other side; after the way was lost, questions and subscriptions are asked again (`onStarted` runs
 * again: refetch there), but never a mutation, whose outcome is unknown then and is said to be.
 */
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import type { Fault } from '../../protocol/ipc/fault.ts';
import type { CallMessage, ConsoleMessage, PageMessage, WireError } from '../../protocol/ipc/wire.ts';
import type { Door, Transport } from './transport.ts';

interface Listener {
  started(): void;
  data(value: unknown): void;
  end(): void;
  error(error: WireError): void;
}

interface Pending {
  readonly call: CallMessage;
  readonly listener: Listener;
  sent: boolean;
}

export function consoleLink<R extends AnyTRPCRouter>(transport: Transport, onDoor: (door: Door) => void): TRPCLink<R> {
  const pending = new Map<number, Pending>();
  let door: Door = { state: 'connecting', words: null };
  const setDoor = (next: Door): void => {
    door = next;
    onDoor(next);
  };

  transport.start({
    up() {
      setDoor({ state: 'open', words: null });
      for (const one of pending.values()) post(one);
    },
    message: (text) => take(JSON.parse(text) as ConsoleMessage),
    down() {
      if (door.state === 'open') setDoor({ state: 'lost', words: null });
      for (const one of pending.values()) {
        if (one.call.type === 'mutation' && one.sent) end(one, lost(one.call.path));
        one.sent = false;
      }
    },
    refused(words) {
      setDoor({ state: 'refused', words });
      for (const one of pending.values()) end(one, refused(one.call.path, words));
    },
  });

  return () =>
    ({ op }) =>
      observable((observer) => {
        const call: CallMessage = { type: op.type, id: op.id, path: op.path, input: op.input };
        const listener: Listener = {
          started: () => observer.next({ result: { type: 'started' } }),
          data(data) {
            observer.next({ result: { type: 'data', data } });
            if (op.type !== 'subscription') observer.complete();
          },
          end: () => observer.complete(),
          error: (error) => observer.error(TRPCClientError.from({ error })),
        };
        const abort = (): void => {
          stop(op.id);
          if (op.type === 'subscription') observer.complete();
          else observer.error(TRPCClientError.from(new DOMException('The call was aborted', 'AbortError')));
        };
        if (op.signal?.aborted) return abort();
        op.signal?.addEventListener('abort', abort, { once: true });
        begin(call, listener);
        return () => {
          op.signal?.removeEventListener('abort', abort);
          stop(op.id);
        };
      });

  function begin(call: CallMessage, listener: Listener): void {
    if (door.state === 'refused') return listener.error(refused(call.path, door.words));
    if (door.state === 'lost' && call.type === 'mutation') return listener.error(notNow(call.path));
    const one: Pending = { call, listener, sent: false };
    pending.set(call.id, one);
    if (door.state === 'open') post(one);
  }

  function post(one: Pending): void {
    one.sent = true;
    transport.send(JSON.stringify(one.call satisfies PageMessage));
  }

  function stop(id: number): void {
    const one = pending.get(id);
    if (one === undefined) return;
    pending.delete(id);
    if (one.sent && door.state === 'open') transport.send(JSON.stringify({ type: 'stop', id } satisfies PageMessage));
  }

  function end(one: Pending, error: WireError): void {
    pending.delete(one.call.id);
    one.listener.error(error);
  }

  function take(message: ConsoleMessage): void {
    if (message.type === 'opened' || message.type === 'refused') return;
    const one = pending.get(message.id);
    if (one === undefined) return;
    if (message.type === 'started') return one.listener.started();
    // Forgotten before it is told: the listener may end the call, which must not send a stop for what is over.
    if (message.type !== 'data' || one.call.type !== 'subscription') pending.delete(message.id);
    if (message.type === 'data') one.listener.data(message.data);
    else if (message.type === 'end') one.listener.end();
    else one.listener.error(message.error);
  }
}

/** tRPC's number for SERVICE_UNAVAILABLE. */
const UNAVAILABLE = -32603;

function failure(path: string, fault: Fault): WireError {
  return { code: UNAVAILABLE, message: fault.words, data: { code: 'SERVICE_UNAVAILABLE', path, fault } };
}

const lost = (path: string): WireError =>
  failure(path, {
    kind: 'cannotSave',
    words: 'Holdfast stopped before it answered. Look whether this was saved before you save it again.',
    field: null,
    code: 'IPC-1',
  });

const notNow = (path: string): WireError =>
  failure(path, {
    kind: 'cannotSave',
    words: 'Holdfast is not running, so this is not saved. It stays in the form.',
    field: null,
    code: 'IPC-2',
  });

const refused = (path: string, words: string): WireError =>
  failure(path, { kind: 'notAllowed', words, field: null, code: 'IPC-3' });
