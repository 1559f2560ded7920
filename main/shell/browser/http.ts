/**
 * Serves the built screens on 127.0.0.1 and nothing else: GET and HEAD of files on a fixed list, for requests that
 * were really addressed to this machine (a name that a foreign page made point here is refused: DNS rebinding).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileFor, pageHeaders, readRendererFile, type RendererFiles } from '../renderer-files.ts';
import { CannotStart } from '../start-failure.ts';

export const LOCAL_ADDRESS = '127.0.0.1';
const HEADER_LIMIT_BYTES = 16 * 1024;
const REQUEST_LIMIT_MS = 10_000;

export interface LocalServer {
  readonly server: Server;
  readonly port: number;
  /** `127.0.0.1:PORT`: the only Host that is answered. */
  readonly host: string;
}

/** Takes the port, answering nothing yet. Throws `CannotStart` when it cannot be had. */
export async function takePort(port: number): Promise<LocalServer> {
  const server = createServer({
    maxHeaderSize: HEADER_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    headersTimeout: REQUEST_LIMIT_MS,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFailure(port, error)));
    server.listen({ host: LOCAL_ADDRESS, port, exclusive: true }, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return { server, port: taken, host: `${LOCAL_ADDRESS}:${taken}` };
}

function portFailure(port: number, error: NodeJS.ErrnoException): CannotStart {
  const instead = 'Choose another with --port N, or leave --port out to take any free one.';
  if (error.code === 'EADDRINUSE')
    return new CannotStart('portInUse', `Port ${port} is in use by another program. ${instead}`, { cause: error });
  return new CannotStart('portRefused', `Port ${port} cannot be used (${error.code ?? error.message}). ${instead}`, {
    cause: error,
  });
}

export function serveScreens({ server, host }: LocalServer, files: RendererFiles): void {
  server.on('request', (request, response) => {
    if (request.headers.host !== host) return refuse(response, 403, 'Holdfast answers at its own address only.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only reading is served here.');
    const path = pathOf(request);
    const file = path === null ? null : fileFor(files, path);
    if (file === null) return refuse(response, 404, 'There is nothing here.');
    const content = readRendererFile(file);
    response.writeHead(200, { ...pageHeaders(file, `ws://${host}`), 'content-length': content.length });
    response.end(request.method === 'HEAD' ? undefined : content);
  });

  function refuse(response: ServerResponse, status: number, words: string): void {
    // No body is ever read: whoever sends one is hung up on.
    response.writeHead(status, { ...pageHeaders(null, null), connection: 'close' });
    response.end(`${words}\n`);
  }
}

/** The path as it was sent, or null when it is no plain one: nothing is decoded or resolved. */
function pathOf(request: IncomingMessage): string | null {
  const path = /^(\/[\w./-]*)(\?.*)?$/.exec(request.url ?? '')?.[1] ?? null;
  return path === null || path.includes('..') ? null : path;
}
