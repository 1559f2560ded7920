/**
 * Why a connection could not be made, found out step by step with real exchanges and told as evidence (N-2, N-3): is
 * there a network, does the name resolve, does anybody listen, is the certificate the server's, and is it our server
 * that answers an ordinary request or a page in the way. Every step is bounded in time.
 */
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { LinkEvidence } from '../../domain/link/reason.ts';

export interface DiagnoseOptions {
  readonly server: string;
  /** Per step, milliseconds. */
  readonly stepMs: number;
  /** Runs later; gives a way to take it back. */
  readonly after: (ms: number, task: () => void) => () => void;
}

/** What our server says to `GET /healthz`, and nothing else does. */
const ALIVE = 'alive\n';
const BODY_BYTES = 4_096;

export async function diagnose({ server, stepMs, after }: DiagnoseOptions): Promise<Partial<LinkEvidence>> {
  const url = new URL(server);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const fresh = {
    interfaceUp: isLocal || hasInterface(),
    name: null,
    connect: null,
    tls: null,
    answer: null,
    hello: null,
    write: null,
  };
  if (!fresh.interfaceUp) return fresh;
  if (isIP(host) === 0 && !(await resolves(host, stepMs, after))) return { ...fresh, name: 'failed' };
  const connected = await tryConnect(host, port, stepMs);
  const reached = { ...fresh, name: 'resolved' as const, connect: connected };
  if (connected !== 'open') return reached;
  return { ...reached, ...(await ask(url, stepMs)) };
}

function hasInterface(): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some((address) => !address.internal) === true);
}

async function resolves(host: string, ms: number, after: DiagnoseOptions['after']): Promise<boolean> {
  let giveUp: (found: boolean) => void = () => {};
  const silence = new Promise<boolean>((resolve) => (giveUp = resolve));
  const cancel = after(ms, () => giveUp(false));
  try {
    return await Promise.race([silence, found(host)]);
  } finally {
    cancel();
  }
}

async function found(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}

function tryConnect(host: string, port: number, ms: number): Promise<'open' | 'refused' | 'timeout' | 'unreachable'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (result: 'open' | 'refused' | 'timeout' | 'unreachable'): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(ms, () => done('timeout'));
    socket.once('connect', () => done('open'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable'),
    );
  });
}

/** An ordinary request: our server, a page of somebody else's, a proxy that wants a login, a foreign certificate, silence. */
function ask(url: URL, ms: number): Promise<Pick<LinkEvidence, 'tls' | 'answer'>> {
  const isTls = url.protocol === 'https:';
  const trusted = isTls ? ('trusted' as const) : ('none' as const);
  return new Promise((resolve) => {
    const request = (isTls ? httpsRequest : httpRequest)(new URL('/healthz', url), { timeout: ms }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
        if (body.length > BODY_BYTES) response.destroy();
      });
      response.on('close', () => resolve({ tls: trusted, answer: whoAnswered(response.statusCode ?? 0, body) }));
      response.on('error', () => resolve({ tls: trusted, answer: 'silence' }));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const untrusted =
        isTls && (error.code?.startsWith('ERR_TLS') || /CERT|SELF_SIGNED|UNABLE_TO/.test(error.code ?? ''));
      resolve(untrusted ? { tls: 'untrusted', answer: null } : { tls: isTls ? null : 'none', answer: 'silence' });
    });
    request.end();
  });
}

function whoAnswered(status: number, body: string): LinkEvidence['answer'] {
  if (status === 200 && body === ALIVE) return 'ours';
  return status === 407 ? 'proxyLogin' : 'page';
}
