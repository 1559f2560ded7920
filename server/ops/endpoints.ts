/**
 * What an operator's monitoring asks over plain HTTP: is the process alive (/healthz), can it take work (/readyz), how
 * does it fare (/metrics). Answers are small, uncached, and say nothing about people or records.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Storage } from '../storage/contract/storage.ts';
import type { Metrics } from './metrics.ts';

export interface EndpointPorts {
  readonly storage: Pick<Storage, 'ping'>;
  readonly metrics: Metrics;
  /** True from the start of a graceful stop: balancers then send nobody here. */
  readonly stopping: () => boolean;
}

export type OpsEndpoints = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Handles its paths and returns true; leaves all others alone and returns false. */
export function createOpsEndpoints(ports: EndpointPorts): OpsEndpoints {
  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path !== '/healthz' && path !== '/readyz' && path !== '/metrics') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      answer(response, 405, 'text/plain', 'only GET\n');
    } else if (path === '/healthz') answer(response, 200, 'text/plain', 'alive\n');
    else if (path === '/readyz') ready(ports, response);
    else await metrics(ports, response);
    return true;
  };
}

function ready({ storage, stopping }: EndpointPorts, response: ServerResponse): void {
  if (stopping()) return answer(response, 503, 'text/plain', 'stopping\n');
  try {
    storage.ping();
  } catch {
    return answer(response, 503, 'text/plain', 'the database does not answer\n');
  }
  return answer(response, 200, 'text/plain', 'ready\n');
}

async function metrics(ports: EndpointPorts, response: ServerResponse): Promise<void> {
  const { text, type } = await ports.metrics.render();
  answer(response, 200, type, text);
}

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
