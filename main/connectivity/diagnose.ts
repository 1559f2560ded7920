/**
 * Why a connection could not be made, found out step by step with real exchanges and told as evidence (N-2, N-3): is
 * there a network, does the name resolve, does anybody listen, is the certificate the server's, and is it our server
 * that answers an ordinary request or a page in the way. Every step is bounded in time.
 */
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP } from 'node:net';
import type { LinkEvidence } from '../../domain/link/reason.ts';
import { hasAddress, OWN_NETWORK, type NetworkPort } from './own-network.ts';

export interface DiagnoseOptions {
  readonly server: string;
  /** Per step, milliseconds. */
  readonly stepMs: number;
  /** Runs later; gives a way to take it back. */
  readonly after: (ms: number, task: () => void) => () => void;
  /** This machine's own where left out. */
  readonly network?: NetworkPort;
}

/** What our server says to `GET /healthz`, and nothing else does. */
const ALIVE = 'alive\n';
const BODY_BYTES = 4_096;

export async function diagnose(options: DiagnoseOptions): Promise<Partial<LinkEvidence>> {
  const { server, stepMs, after, network = OWN_NETWORK } = options;
  const url = new URL(server);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const nothing = { name: null, connect: null, tls: null, answer: null, hello: null, write: null };
  if (!isLocal && !hasAddress(network.interfaces())) return { ...nothing, interfaceUp: false };
  const fresh = { ...nothing, interfaceUp: true };
  if (isIP(host) === 0 && !(await resolves(host, stepMs, after))) {
    // A virtual adapter has an address of its own with every cable pulled: only a way out makes it a network's fault.
    const isAlone = !isLocal && !(await network.hasRoute());
    return isAlone ? { ...nothing, interfaceUp: false } : { ...fresh, name: 'failed' };
  }
  const connected = await tryConnect(host, port, stepMs);
  if (connected === 'noRoute') return { ...nothing, interfaceUp: false };
  const reached = { ...fresh, name: 'resolved' as const, connect: connected };
  if (connected !== 'open') return reached;
  return { ...reached, ...(await ask(url, stepMs)) };
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

type Connected = 'open' | 'refused' | 'timeout' | 'unreachable' | 'noRoute';

function tryConnect(host: string, port: number, ms: number): Promise<Connected> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (result: Connected): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(ms, () => done('timeout'));
    socket.once('connect', () => done('open'));
    socket.once('error', (error: NodeJS.ErrnoException) => done(whyNot(error)));
  });
}

function whyNot(error: NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] }): Connected {
  const codes = error.errors?.map((e) => e.code) ?? [error.code];
  if (codes.includes('ECONNREFUSED')) return 'refused';
  if (codes.includes('ETIMEDOUT')) return 'timeout';
  return codes.every((code) => code === 'ENETUNREACH' || code === 'ENETDOWN') ? 'noRoute' : 'unreachable';
}

type Answer = Pick<LinkEvidence, 'tls' | 'answer'>;

/** An ordinary request: our server, a page of somebody else's, a proxy that wants a login, a foreign certificate, silence. */
async function ask(url: URL, ms: number): Promise<Answer> {
  if (url.protocol !== 'https:') return { tls: 'none', answer: await request(httpRequest, url, ms) };
  const said = await request(httpsRequest, url, ms);
  if (said === 'untrusted') return { tls: 'untrusted', answer: null };
  if (said !== 'notTls') return { tls: said === 'silence' ? null : 'trusted', answer: said };
  // Somebody who speaks plainly stands where TLS was expected. What they say tells who; ours they are not.
  const plainly = await request(httpRequest, new URL(url.href.replace(/^https/, 'http')), ms);
  return { tls: null, answer: plainly === 'proxyLogin' ? 'proxyLogin' : plainly === 'silence' ? 'silence' : 'page' };
}

type Said = NonNullable<LinkEvidence['answer']> | 'untrusted' | 'notTls';

function request(by: typeof httpRequest, url: URL, ms: number): Promise<NonNullable<LinkEvidence['answer']>>;
function request(by: typeof httpsRequest, url: URL, ms: number): Promise<Said>;
function request(by: typeof httpRequest | typeof httpsRequest, url: URL, ms: number): Promise<Said> {
  return new Promise((resolve) => {
    const asked = by(new URL('/healthz', url), { timeout: ms }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
        if (body.length > BODY_BYTES) response.destroy();
      });
      response.on('close', () => resolve(whoAnswered(response.statusCode ?? 0, body)));
      response.on('error', () => resolve('silence'));
    });
    asked.on('timeout', () => asked.destroy(new Error('timeout')));
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(whatFailed(error.code ?? '')));
    asked.end();
  });
}

function whatFailed(code: string): Said {
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH/.test(code) || code === 'EPROTO') return 'notTls';
  return /^ERR_TLS|CERT|SELF_SIGNED|UNABLE_TO/.test(code) ? 'untrusted' : 'silence';
}

function whoAnswered(status: number, body: string): NonNullable<LinkEvidence['answer']> {
  if (status === 200 && body === ALIVE) return 'ours';
  if (status === 407) return 'proxyLogin';
  return status === 502 || status === 503 || status === 504 ? 'notRunning' : 'page';
}
