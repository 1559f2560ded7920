import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOpsEndpoints, type EndpointPorts } from './endpoints.ts';
import { createMetrics } from './metrics.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

async function start(
  more: Partial<EndpointPorts> = {},
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const endpoints = createOpsEndpoints({
    storage: { ping: () => undefined },
    metrics: createMetrics('server'),
    stopping: () => false,
    ...more,
  });
  server = createServer((request, response) => {
    void (async () => {
      if (!(await endpoints(request, response))) response.writeHead(404).end('not mine');
    })();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

describe('ops endpoints', () => {
  it('alive and ready', async () => {
    const ask = await start();
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/readyz?from=balancer')).status).toBe(200);
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/healthz', { method: 'HEAD' })).status).toBe(200);
  });

  it('alive but not ready while the database does not answer, or while stopping', async () => {
    const broken = await start({
      storage: {
        ping: () => {
          throw new Error('secret path /var/lib');
        },
      },
    });
    const answer = await broken('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('/var/lib');
    expect((await broken('/healthz')).status).toBe(200);
    server?.close();
    const stopping = await start({ stopping: () => true });
    expect((await stopping('/readyz')).status).toBe(503);
  });

  it('metrics carry the names that dashboards rely on', async () => {
    const metrics = createMetrics('server');
    metrics.pushed(500, 12);
    metrics.outcome('applied');
    metrics.outcome('conflict');
    metrics.committed(8);
    metrics.connected(12);
    metrics.refusedPush('forked');
    metrics.refusedFrame('tooLarge');
    metrics.sentRows(2_000);
    const ask = await start({ metrics });
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    for (const line of [
      'holdfast_pushed_changes_total 500',
      'holdfast_batches_total 1',
      'holdfast_changes_total{outcome="applied"} 1',
      'holdfast_changes_total{outcome="conflict"} 1',
      'holdfast_commit_seconds_count 1',
      'holdfast_connected_devices 12',
      'holdfast_pushes_refused_total{kind="forked"} 1',
      'holdfast_frames_refused_total{kind="tooLarge"} 1',
      'holdfast_pull_rows_total 2000',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('nothing but GET', async () => {
    const ask = await start();
    expect((await ask('/metrics', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});
