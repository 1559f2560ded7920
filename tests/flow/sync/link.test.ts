import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conclude, type LinkReason } from '../../../domain/link/reason.ts';
import { linkView } from '../../../main/sync/evidence.ts';
import { LEASE_MS, signLease } from '../../../server/auth/lease.ts';
import { realTimers, type TestConsole } from '../../support/console.ts';
import { JOB, ORG, PEOPLE } from '../../support/hospital.ts';
import { closedPort, halfOpen, signInPage, silent } from '../../support/strange-servers.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

/** Twenty seconds of patience pass in a tenth of one. */
const FAST = 200;
const reasonOf = (c: TestConsole): LinkReason | null => conclude(c.engine.known.evidence);
const says = (c: TestConsole) => linkView(c.engine.known, c.engine.state(), team.url);

async function meets(server: string, reason: LinkReason, timers = realTimers(FAST)): Promise<TestConsole> {
  const ana = team.offline('ana', { server, timers });
  const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'underground' });
  ana.engine.switchOn();
  await until(
    () => `it says ${reason}, not ${reasonOf(ana)} (${JSON.stringify(ana.engine.known.evidence)})`,
    () => reasonOf(ana) === reason,
  );
  expect(says(ana)).toMatchObject({ reason, phase: 'cannot' });
  expect(says(ana).do).toMatch(/\w/);
  expect(ana.state(saved.changes[0])).toBe('queued');
  return ana;
}

describe('[N-2, N-3] the console says what is in the way', () => {
  it('[N-3] refused', async () => expect(reasonOf(await meets(await closedPort(), 'refused'))).toBe('refused'));

  it.each([
    ['a sign-in page', signInPage, 'signInPage'],
    ['a server that takes the connection and never answers', silent, 'halfOpen'],
    ['a server that opens the link and then falls silent', halfOpen, 'halfOpen'],
  ] as const)('[N-3, N-2] %s', async (_what, server, reason) => {
    const strange = await server();
    try {
      expect(reasonOf(await meets(strange.url, reason))).toBe(reason);
    } finally {
      await strange.close();
    }
  });

  it('[N-3] not enrolled any more', async () => {
    const ana = team.offline('ana', { timers: realTimers() });
    team.rig.storage.directory.revoke(ORG, ana.replica.identity()!.device, 1);
    ana.engine.switchOn();
    await until('it says so', () => reasonOf(ana) === 'notEnrolled');
    expect(says(ana).do).toContain('operator');
  });

  it('[N-3, H-2, Q-7] an expired sign-in: work still leaves, and what to do is said', async () => {
    const ana = await team.join('ana');
    ana.engine.switchOff();
    const { device } = ana.replica.identity()!;
    const past = Date.now() - LEASE_MS - 60_000;
    const lease = {
      org: ORG,
      person: PEOPLE.ana,
      device,
      role: 'technician' as const,
      issuedAt: past,
      expiresAt: past + LEASE_MS,
    };
    ana.replica.transact('durable', () => ana.replica.writeMeta('lease', signLease(team.rig.leaseKey, lease)));
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    ana.engine.switchOn();
    await until('its work is at the server', () => ana.state(saved.changes[0]) === 'confirming');
    expect(reasonOf(ana)).toBe('signInExpired');
    expect(team.rig.body(JOB)['findings']?.v).toEqual({ text: 'dry' });
  });
});

describe('[N-1] can this write complete?', () => {
  it('[N-1] connected is not success; an outcome is', async () => {
    const ana = await team.join('ana');
    expect(says(ana)).toMatchObject({ phase: 'unproved', reason: null });
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    expect(says(ana)).toMatchObject({ phase: 'works', says: 'Connected; writes complete' });
    await team.stop();
    await until('the refused port is noticed', () => {
      if (ana.engine.state().name === 'resting') ana.engine.wake();
      return reasonOf(ana) === 'refused';
    });
    expect(says(ana).phase).toBe('cannot');
  });
});
