import { afterEach, describe, expect, it } from 'vitest';
import { conclude, NO_EVIDENCE } from '../../domain/link/reason.ts';
import { realTimers } from '../../tests/support/console.ts';
import { closedPort, signInPage, silent, type Strange } from '../../tests/support/strange-servers.ts';
import { Team } from '../../tests/support/team.ts';
import { diagnose } from './diagnose.ts';
import type { NetworkPort } from './own-network.ts';

const { after } = realTimers();
const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const open of toClose.splice(0)) await open.close();
});
const opened = async (server: Promise<Strange>): Promise<string> => {
  const strange = await server;
  toClose.push(strange);
  return strange.url;
};
const reasonAt = async (server: string, stepMs = 2_000) =>
  conclude({ ...NO_EVIDENCE, ...(await diagnose({ server, stepMs, after })) });

describe('[N-2, N-3] what is in the way, from a real exchange', () => {
  it('[N-3] nobody listens', async () => expect(await reasonAt(await closedPort())).toBe('refused'));
  it('[N-3] the name is not found', async () =>
    expect(await reasonAt('http://no-such-host.invalid:80')).toBe('noName'));
  it('[N-3] a sign-in page', async () => expect(await reasonAt(await opened(signInPage()))).toBe('signInPage'));
  it('[N-3] a proxy that wants a login', async () =>
    expect(await reasonAt(await opened(signInPage(407)))).toBe('proxyWaiting'));
  it('[N-3] it connects, and nothing comes back', async () =>
    expect(await reasonAt(await opened(silent()), 150)).toBe('halfOpen'));
  it('[N-3] something that does not speak TLS where TLS was expected is not called our server', async () => {
    const found = await diagnose({
      server: (await opened(signInPage())).replace('http', 'https'),
      stepMs: 1_000,
      after,
    });
    expect(found.answer).not.toBe('ours');
  });

  it('[N-1, N-3] our own server: nothing is in the way, and still only an outcome counts as success', async () => {
    const team = await new Team().start();
    toClose.push(team);
    const found = await diagnose({ server: team.url, stepMs: 2_000, after });
    expect(found).toMatchObject({ name: 'resolved', connect: 'open', answer: 'ours', write: null });
  });

  it('[N-2] no network at all is said before anything is tried', () => {
    expect(conclude({ ...NO_EVIDENCE, interfaceUp: false, name: 'failed', connect: 'refused' })).toBe('noNetwork');
  });
});

describe('[N-2, N-3] is there a network at all?', () => {
  const address = (text: string, internal = false) => [{ address: text, internal }];
  const lookAt = (interfaces: ReturnType<NetworkPort['interfaces']>, route: boolean, server: string) =>
    diagnose({
      server,
      stepMs: 1_000,
      after,
      network: { interfaces: () => interfaces, hasRoute: () => Promise.resolve(route) },
    });
  const unknown = 'http://no-such-host.invalid:80';

  it.each([
    ['no interface', {}],
    ['only this machine itself', { lo: address('127.0.0.1', true) }],
    ['only addresses that laptops give themselves', { eth0: address('169.254.7.7'), wlan0: address('fe80::1') }],
  ])('[N-3] %s: no network', async (_what, interfaces) => {
    const found = await lookAt(interfaces, true, unknown);
    expect(conclude({ ...NO_EVIDENCE, ...found })).toBe('noNetwork');
  });

  it('[N-3] a virtual adapter alone, without a way out: no network, and not a name service that fails', async () => {
    const virtual = { docker0: address('172.17.0.1') };
    expect(conclude({ ...NO_EVIDENCE, ...(await lookAt(virtual, false, unknown)) })).toBe('noNetwork');
    expect(conclude({ ...NO_EVIDENCE, ...(await lookAt(virtual, true, unknown)) })).toBe('noName');
  });

  it('[N-3] the server on this very machine needs no network', async () => {
    const found = await lookAt({}, false, await closedPort());
    expect(conclude({ ...NO_EVIDENCE, ...found })).toBe('refused');
  });
});

describe('[N-3] who stands in for the server', () => {
  it('[N-3] a gateway that says its server does not run is no sign-in page', async () =>
    expect(await reasonAt(await opened(signInPage(503)))).toBe('refused'));
  it.each([
    [200, 'signInPage'],
    [407, 'proxyWaiting'],
  ] as const)('[N-3] plain HTTP %i where TLS was expected: %s', async (status, reason) => {
    const server = (await opened(signInPage(status))).replace('http', 'https');
    expect(await reasonAt(server)).toBe(reason);
  });
});
