/**
 * The socket: HTTP for health and metrics, WebSocket for everything else. Frames are bounded before they are read, a
 * silent connection is cut late enough for a satellite (N-5), and a page of another origin gets nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { MAX_ENVELOPE_BYTES } from '../../protocol/wire/limits.ts';
import { binaryEncoder } from '../../protocol/wire/trpc-encoder.ts';
import { Session } from '../session/session.ts';
import { keepAlive, type After } from './keep-alive.ts';
import type { SessionPorts } from '../session/ports.ts';
import { Outbox, type RpcContext } from './context.ts';
import type { createRouter } from './router.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly router: ReturnType<typeof createRouter>;
  readonly session: SessionPorts;
  /** Answers plain HTTP requests: health, metrics. False: not one of those. */
  readonly http: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly onSession: (session: Session) => () => void;
  readonly after: After;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws the system's error when the port is in use. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    void answerHttp(options, request, response);
  });
  const sockets = new WebSocketServer({
    server,
    path: '/link',
    maxPayload: MAX_ENVELOPE_BYTES,
    perMessageDeflate: false,
    /** Consoles send no origin; a web page always does. */
    verifyClient: ({ req }: { req: IncomingMessage }) => req.headers.origin === undefined,
  });
  // The HTTP server's errors come by here too; `started` answers for them.
  sockets.on('error', () => undefined);
  applyWSSHandler({
    wss: sockets,
    router: options.router,
    experimental_encoder: binaryEncoder,
    createContext: ({ req, res }): RpcContext => connectionContext(options, req, res),
  });
  await started(server, options);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return { url: `http://${options.host}:${port}`, close: () => stop(server, sockets) };
}

async function answerHttp({ http }: ListenOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (await http(request, response)) return;
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
  } catch {
    response.destroy();
  }
}

function connectionContext(options: ListenOptions, request: IncomingMessage, socket: WebSocket): RpcContext {
  const outbox = new Outbox({
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    close: () => socket.close(1000),
  });
  const session = new Session(options.session, outbox);
  const forget = options.onSession(session);
  const stopAsking = keepAlive(
    {
      bytesRead: () => request.socket.bytesRead,
      ping: () => socket.ping(),
      terminate: () => socket.terminate(),
    },
    options.after,
  );
  socket.once('close', () => {
    stopAsking();
    session.ended();
    outbox.close();
    forget();
  });
  socket.on('error', () => socket.terminate());
  return { outbox, session, nonce: options.session.gate.nonce() };
}

function started(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function stop(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001);
  sockets.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  for (const socket of sockets.clients) socket.terminate();
  server.closeAllConnections();
  await closed;
}
