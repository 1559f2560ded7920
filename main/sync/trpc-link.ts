/**
 * The real network under the frame seam: tRPC over one WebSocket per connection. tRPC's own reconnecting and keep-alive
 * stay off: the session machine owns retries, silence and time-outs (Q-3, N-5).
 */
import { createTRPCUntypedClient, createWSClient, wsLink, type TRPCUntypedClient } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import type { FrameLink, FrameLinkEvents } from '../../protocol/wire/frame.ts';
import { MAX_DOWN_ENVELOPE_BYTES } from '../../protocol/wire/limits.ts';
import { binaryEncoder } from '../../protocol/wire/trpc-encoder.ts';
import { PiecewiseSocket } from './piecewise-socket.ts';

const NEVER_MS = 2 ** 31 - 1;
const HANDSHAKE_MS = 20_000;

export interface Connection {
  readonly client: TRPCUntypedClient<AnyRouter>;
  close(): void;
}

export interface ConnectionEvents {
  onOpen(): void;
  onClose(): void;
}

/** One WebSocket, never made again by itself. */
export function connect(
  server: string,
  events: ConnectionEvents,
  onSocket: (socket: PiecewiseSocket) => void = () => {},
): Connection {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    events.onClose();
    void ws.close();
  };
  class OneSocket extends PiecewiseSocket {
    constructor(address: string | URL) {
      super(address, { perMessageDeflate: false, maxPayload: MAX_DOWN_ENVELOPE_BYTES, handshakeTimeout: HANDSHAKE_MS });
      onSocket(this);
      this.on('close', end);
      this.on('error', end);
    }
  }
  const ws = createWSClient({
    url: linkAddress(server),
    WebSocket: asBrowserSocket(OneSocket),
    retryDelayMs: () => NEVER_MS,
    experimental_encoder: binaryEncoder,
    onOpen: () => events.onOpen(),
  });
  const client = createTRPCUntypedClient<AnyRouter>({ links: [wsLink({ client: ws })] });
  return { client, close: end };
}

/** A connection that carries frames. */
export function dialFrames(
  server: string,
  events: FrameLinkEvents & { onOpen(link: FrameLink): void },
): { abandon(): void } {
  let socket: PiecewiseSocket | null = null;
  const connection = connect(
    server,
    {
      onOpen: () => {
        events.onOpen(link);
        connection.client.subscription('link.open', undefined, {
          onData: (frame) => events.onFrame(frame as Uint8Array),
          onError: () => close(),
          onComplete: () => close(),
        });
      },
      onClose: () => events.onClose(),
    },
    (made) => (socket = made),
  );
  const close = (): void => {
    connection.close();
    socket?.terminate();
  };
  const link: FrameLink = {
    send: (frame) => void connection.client.mutation('link.send', frame).catch(() => close()),
    buffered: () => socket?.bufferedAmount ?? 0,
    received: () => socket?.received() ?? 0,
    close,
  };
  return { abandon: close };
}

/** `https://host` → `wss://host/link`. */
export function linkAddress(server: string): string {
  const url = new URL(server);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/link`;
  return url.href;
}

/** tRPC takes any class with the browser's interface, and `ws` has it; its own events are more than that. */
function asBrowserSocket(made: unknown): typeof globalThis.WebSocket {
  if (!isSocketClass(made)) throw new TypeError('not a class');
  return made;
}

function isSocketClass(made: unknown): made is typeof globalThis.WebSocket {
  return typeof made === 'function';
}
