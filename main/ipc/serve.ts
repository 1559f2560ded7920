/**
 * Answers one page: takes the text of its messages, runs procedures of the console's router, sends back results.
 * Knows no transport, so both shells answer alike. Guarantees: nothing that does not parse reaches a procedure; every
 * call is answered once (a subscription until it ends or is stopped); closing aborts everything that still runs.
 */
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server';
import type { ConsoleApi } from '../../protocol/ipc/api.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import {
  type CallMessage,
  type ConsoleMessage,
  LARGEST_MESSAGE,
  type PageMessage,
  pageMessage,
} from '../../protocol/ipc/wire.ts';
import { consoleRouter } from './router.ts';

/** A page shows a handful of lists; hundreds at once is a page gone wild. */
const MOST_CALLS_AT_ONCE = 500;

export interface ServeOptions {
  readonly api: ConsoleApi;
  readonly send: (text: string) => void;
  /** Told of errors that are no expected faults: bugs, for the log. The page gets them without their stack. */
  readonly onBug: (bug: { readonly path: string; readonly error: Error }) => void;
}

export interface PageConnection {
  /** False when the text is no message of ours: a transport may hang up. */
  receive(text: string): boolean;
  close(): void;
}

export function servePage({ api, send, onBug }: ServeOptions): PageConnection {
  const running = new Map<number, AbortController>();
  let closed = false;

  return {
    receive(text) {
      const message = closed ? null : parse(text);
      if (message === null) return false;
      if (message.type === 'stop') running.get(message.id)?.abort();
      else void answer(message);
      return true;
    },
    close() {
      closed = true;
      for (const call of running.values()) call.abort();
    },
  };

  async function answer(call: CallMessage): Promise<void> {
    if (running.has(call.id)) return fail(call, new TRPCError({ code: 'BAD_REQUEST', message: 'This id is in use' }));
    if (running.size >= MOST_CALLS_AT_ONCE)
      return fail(call, new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'Too many calls at once' }));
    const abort = new AbortController();
    running.set(call.id, abort);
    try {
      const result: unknown = await callTRPCProcedure({
        router: consoleRouter,
        path: call.path,
        getRawInput: () => Promise.resolve(call.input),
        ctx: { api },
        type: call.type,
        signal: abort.signal,
        batchIndex: 0,
      });
      if (call.type === 'subscription') await follow(call.id, result, abort.signal);
      else if (!abort.signal.aborted) post({ type: 'data', id: call.id, data: result });
    } catch (error) {
      if (!abort.signal.aborted) fail(call, error);
    } finally {
      running.delete(call.id);
    }
  }

  async function follow(id: number, values: unknown, signal: AbortSignal): Promise<void> {
    if (!isAsyncIterable(values)) throw new Error('a subscription must be an async iterable');
    post({ type: 'started', id });
    for await (const data of values) {
      if (signal.aborted) return;
      post({ type: 'data', id, data });
    }
    if (!signal.aborted) post({ type: 'end', id });
  }

  function fail(call: CallMessage, cause: unknown): void {
    const error = getTRPCErrorFromUnknown(cause);
    if (error.code === 'INTERNAL_SERVER_ERROR' && !(error.cause instanceof ConsoleFault)) {
      onBug({ path: call.path, error: error.cause ?? error });
    }
    const { code, message, data } = getTRPCErrorShape({
      config: consoleRouter._def._config,
      error,
      type: call.type,
      path: call.path,
      input: call.input,
      ctx: { api },
    });
    post({ type: 'error', id: call.id, error: { code, message, data } });
  }

  function post(message: ConsoleMessage): void {
    if (!closed) send(JSON.stringify(message));
  }
}

function parse(text: string): PageMessage | null {
  if (Buffer.byteLength(text) > LARGEST_MESSAGE) return null;
  try {
    return pageMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
