/** What a laptop may find at the server's address instead of the server, on real sockets. */
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';

export interface Strange {
  readonly url: string;
  close(): Promise<void>;
}

async function listening(server: Server): Promise<Strange> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A port at which nobody listens. */
export async function closedPort(): Promise<string> {
  const server = await listening(createServer());
  await server.close();
  return server.url;
}

/** Takes connections and never says a word. */
export function silent(): Promise<Strange> {
  return listening(createServer(() => {}));
}

/** A sign-in page that answers everything; with `status` 407 a proxy that wants a login. */
export function signInPage(status = 200): Promise<Strange> {
  const page = '<html><title>Welcome to Guest Wi-Fi</title>Please sign in</html>';
  const server = createHttp((_request, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(page),
  );
  server.on('upgrade', (_request, socket) =>
    socket.end(`HTTP/1.1 ${status} OK\r\ncontent-type: text/html\r\n\r\n${page}`),
  );
  return listening(server);
}

/** Is our server as far as a health check sees, opens the WebSocket, and then nothing comes back. */
export async function halfOpen(): Promise<Strange> {
  const server = createHttp((_request, response) => response.end('alive\n'));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('error', () => {}));
  return listening(server);
}
