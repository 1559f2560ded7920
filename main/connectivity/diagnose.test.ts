import { afterEach, describe, expect, it } from 'vitest';
import { conclude, NO_EVIDENCE } from '../../domain/link/reason.ts';
import { realTimers } from '../../tests/support/console.ts';
import { closedPort, signInPage, silent, type Strange } from '../../tests/support/strange-servers.ts';
import { Team } from '../../tests/support/team.ts';
import { diagnose } from './diagnose.ts';

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
