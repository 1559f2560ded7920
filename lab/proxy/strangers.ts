/**
 * Who answers instead of the server: a guest network's sign-in page, a proxy that wants a login, nobody. Each is a real
 * listener on a port of its own, started when first needed.
 */
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTls, type TLSSocket } from 'node:tls';
import { connect } from 'node:net';
import type { Certificate } from './certificate.ts';

export interface Stranger {
  readonly port: number;
  close(): Promise<void>;
}

const PAGE =
  '<!doctype html><html><head><title>Guest Wi-Fi</title></head><body>Welcome. Accept the terms to go on.</body></html>';
const ELSEWHERE = 'http://sign-in.guest-wifi.example/welcome';

const ANSWERS = {
  page: { status: 200, words: 'OK', headers: { 'content-type': 'text/html' } },
  redirect: { status: 302, words: 'Found', headers: { 'content-type': 'text/html', location: ELSEWHERE } },
  login: {
    status: 407,
    words: 'Proxy Authentication Required',
    headers: { 'content-type': 'text/html', 'proxy-authenticate': 'Basic realm="proxy"' },
  },
} as const;
export type StrangerKind = keyof typeof ANSWERS;

/** Answers every request the same way, an upgrade to a WebSocket included. */
export function answering(kind: StrangerKind): Promise<Stranger> {
  const { status, words, headers } = ANSWERS[kind];
  const server = createHttp((_request, response) => response.writeHead(status, headers).end(PAGE));
  server.on('upgrade', (_request, socket) => {
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(
      `HTTP/1.1 ${status} ${words}\r\n${head.join('')}content-length: ${PAGE.length}\r\nconnection: close\r\n\r\n${PAGE}`,
    );
  });
  return listening(server);
}

/** Takes what is sent and says nothing. */
export function nobody(): Promise<Stranger> {
  return listening(createServer((socket) => socket.resume()));
}

/** Ends TLS with that certificate and passes what is inside on to the server. */
export function behindTls(certificate: Certificate, target: { host: string; port: number }): Promise<Stranger> {
  return listening(
    createTls({ key: certificate.key, cert: certificate.cert }, (inside: TLSSocket) => {
      const plain = connect(target);
      inside.pipe(plain).pipe(inside);
      inside.on('error', () => plain.destroy());
      plain.on('error', () => inside.destroy());
      inside.once('close', () => plain.destroy());
      plain.once('close', () => inside.destroy());
    }),
  );
}

async function listening(server: Server): Promise<Stranger> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
