/**
 * The pages' WebSockets. A socket is accepted from our own page only (Origin and Host), has to show a secret in its
 * first message, and is hung up on when it sends what is no message of ours, too much, or does not read its answers.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConsoleApi } from '../../../protocol/ipc/api.ts';
import { type ConsoleMessage, LARGEST_MESSAGE, type OpenMessage, openMessage } from '../../../protocol/ipc/wire.ts';
import { type PageConnection, servePage, type ServeOptions } from '../../ipc/serve.ts';
import type { Door } from './door.ts';
import type { LocalServer } from './http.ts';

const PATH = '/ipc';
const MOST_SOCKETS = 32;
/** A page of ours opens at once. */
const OPEN_LIMIT_MS = 10_000;
/** Answers that wait for a page that does not read: a few full lists. */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024;

/** WebSocket close codes (RFC 6455, section 7.4.1). */
const UNSUPPORTED = 1003;
const POLICY = 1008;

export const NOT_ADMITTED = 'This window is not connected to Holdfast. Close it and open Holdfast from its icon.';

export interface SocketsOptions {
  readonly local: LocalServer;
  readonly door: Door;
  readonly api: ConsoleApi;
  readonly onBug: ServeOptions['onBug'];
  /** Called with the number of open pages whenever it changes. */
  readonly onPages: (count: number) => void;
}

export interface Sockets {
  close(): void;
}

export function serveSockets({ local, door, api, onBug, onPages }: SocketsOptions): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false });
  let pages = 0;

  local.server.on('upgrade', (request, stream, head) => {
    const wrong = whyNot(request);
    if (wrong !== null) return hangUp(stream, wrong);
    sockets.handleUpgrade(request, stream, head, accept);
  });

  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };

  function whyNot(request: IncomingMessage): string | null {
    if (request.headers.host !== local.host) return '403 Forbidden';
    if (request.headers.origin !== `http://${local.host}`) return '403 Forbidden';
    if (request.url !== PATH) return '404 Not Found';
    return sockets.clients.size >= MOST_SOCKETS ? '503 Service Unavailable' : null;
  }

  function accept(socket: WebSocket): void {
    let page: PageConnection | null = null;
    const limit = setTimeout(() => socket.terminate(), OPEN_LIMIT_MS);
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) return socket.close(UNSUPPORTED);
      const text = data.toString('utf8');
      if (page !== null) {
        if (!page.receive(text)) socket.close(POLICY);
        return;
      }
      clearTimeout(limit);
      const message = parseOpen(text);
      const bearer = message === null ? null : door.admit(message);
      if (bearer === null) {
        say(socket, { type: 'refused', words: NOT_ADMITTED });
        return socket.close(POLICY);
      }
      say(socket, { type: 'opened', bearer });
      page = servePage({ api, onBug, send: (answer) => post(socket, answer) });
      onPages((pages += 1));
    });
    socket.on('close', () => {
      clearTimeout(limit);
      if (page === null) return;
      page.close();
      page = null;
      onPages((pages -= 1));
    });
  }
}

function parseOpen(text: string): OpenMessage | null {
  try {
    return openMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const say = (socket: WebSocket, message: ConsoleMessage): void => post(socket, JSON.stringify(message));

function post(socket: WebSocket, text: string): void {
  if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
  else socket.send(text);
}

function hangUp(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
