/** Every reason of N-2, met by a real laptop through the fault proxy in front of a real server, and gone again when it clears. */
import { randomBytes } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LINK_REASONS, linkSteps, type LinkReason } from '../../../domain/link/reason.ts';
import type { WeatherName } from '../../../domain/weather/weather.ts';
import { selfMadeCertificate } from '../../../lab/proxy/certificate.ts';
import type { WeatherProxy, WeatherProxyOptions } from '../../../lab/proxy/weather-proxy.ts';
import { linkView } from '../../../main/sync/evidence.ts';
import type { Dialer } from '../../../main/sync/link.ts';
import { dialFrames } from '../../../main/sync/trpc-link.ts';
import { zstdPacker } from '../../../main/sync/zstd.ts';
import { MAX_UNPACKED_BYTES } from '../../../protocol/wire/limits.ts';
import { OLDEST_SERVED } from '../../../protocol/wire/version.ts';
import { createEnrolment } from '../../../server/auth/enrol.ts';
import { listen } from '../../../server/rpc/listen.ts';
import { createRouter } from '../../../server/rpc/router.ts';
import { LEASE_MS, signLease } from '../../../server/auth/lease.ts';
import { realTimers, type TestConsole } from '../../support/console.ts';
import { Desk } from '../../support/guest.ts';
import { JOB, ORG, PEOPLE } from '../../support/hospital.ts';
import { until } from '../../support/wait.ts';
import { reasonOf, saysReason, WeatherTeam } from '../../support/weather.ts';

/** Twenty seconds of patience pass in a fifth of one. */
const FAST = 100;
let team: WeatherTeam;
const met = new Set<LinkReason>();
beforeEach(async () => {
  team = new WeatherTeam(FAST);
  await team.start();
});
afterEach(() => team.close());

const says = (c: TestConsole) => linkView(c.engine.known, c.engine.state(), team.url);

/** Work is saved under that weather, the laptop says why it stays; it clears, and the work arrives with nobody's help. */
async function meets(proxy: WeatherProxy, weather: WeatherName, reason: LinkReason, ana = team.behind(proxy, 'ana')) {
  await proxy.setWeather(weather);
  const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'underground' });
  if (ana.engine.state().name === 'off') ana.engine.switchOn();
  await saysReason(ana, reason);
  met.add(reason);
  const said = { view: says(ana), state: ana.state(saved.changes[0]) };
  expect(said).toMatchObject({ view: { phase: 'cannot', reason }, state: 'queued' });
  expect(Object.values(linkSteps(ana.engine.known.evidence))).toContain('failed');
  await proxy.setWeather('clear');
  await team.settled(ana);
  expect(reasonOf(ana)).toBeNull();
  return ana;
}

describe('[N-2, N-3] what is in the way, through the proxy', () => {
  it.each<[WeatherName, LinkReason, Partial<WeatherProxyOptions>]>([
    ['refused', 'refused', {}],
    ['unreachable', 'unreachable', {}],
    ['name-failure', 'noName', {}],
    ['captive-portal', 'signInPage', { portal: 'page' }],
    ['captive-portal', 'signInPage', { portal: 'redirect' }],
    ['proxy-login', 'proxyWaiting', {}],
    ['stalls', 'halfOpen', {}],
    ['requests-lost', 'halfOpen', {}],
    ['answers-lost', 'halfOpen', {}],
  ])('[N-3] %s: it says %s; when it clears the work arrives', async (weather, reason, more) => {
    const proxy = await team.proxy('clear', more);
    const ana = await meets(proxy, weather, reason);
    expect(ana.open()).toBe(0);
  });

  it.each(['requests-lost', 'answers-lost', 'stalls'] as const)(
    '[N-3, Q-3] a link that works and then turns into "%s" in the middle of things: sent, and nothing comes back',
    async (weather) => {
      const proxy = await team.proxy('clear');
      const ana = team.behind(proxy, 'ana');
      ana.engine.switchOn();
      await team.caughtUp(ana);
      expect(await meets(proxy, weather, 'halfOpen', ana)).toBe(ana);
    },
  );

  it('[N-3] the certificate is another one: nothing is sent to whoever holds it', async () => {
    const [own, replaced] = ['own', 'in between'].map((name) => selfMadeCertificate(name, Date.now()));
    if (!own || !replaced) throw new Error('no certificates');
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, own.cert]);
    try {
      const proxy = await team.proxy('clear', { secure: { own, replaced } });
      const ana = await meets(proxy, 'replaced-certificate', 'certificate');
      expect(ana.engine.known.evidence.tls).toBe('trusted');
      await meets(proxy, 'captive-portal', 'signInPage', ana);
    } finally {
      setDefaultCACertificates(before);
    }
  });

  it('[N-3] no network: seen before anything is tried, and over as soon as there is one', async () => {
    const proxy = await team.proxy('no-network');
    let interfaces: Record<string, { address: string; internal: boolean }[]> = {};
    const network = { interfaces: () => interfaces, hasRoute: () => Promise.resolve(false) };
    const ana = team.behind(proxy, 'ana', network);
    // The proxy's own address is this machine, which needs no network: the laptop looks for a name, as it would.
    const wanted = { url: 'http://holdfast-server.invalid:8484' };
    const away = team.behind(wanted, 'ben', network);
    away.save(null, 'note.entry', { workOrder: JOB, text: 'underground' });
    away.engine.switchOn();
    await saysReason(away, 'noNetwork');
    met.add('noNetwork');
    interfaces = { wlan0: [{ address: '10.1.2.3', internal: false }] };
    network.hasRoute = () => Promise.resolve(true);
    await saysReason(away, 'noName');
    await meets(proxy, 'no-network', 'refused', ana);
    expect(away.open()).toBe(1);
  });

  it('[N-3] too slow for this batch: something moves, and the answer does not come', async () => {
    const proxy = await team.proxy('clear');
    const ana = team.behind(proxy, 'ana');
    ana.engine.switchOn();
    await team.caughtUp(ana);
    await proxy.setWeather('slow-reader');
    const text = Array.from({ length: 12_000 }, () =>
      String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000)),
    );
    const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: text.join('') });
    await saysReason(ana, 'tooSlow');
    met.add('tooSlow');
    expect(says(ana)).toMatchObject({ phase: 'cannot', reason: 'tooSlow' });
    expect(ana.state(saved.changes[0])).toBe('queued');
    await team.settled(ana);
    expect(proxy.stats().connections).toBe(1);
  });
});

describe('[N-2, N-3] what the server says', () => {
  it('[N-3, R-1] busy: it says when to come back, and then takes the work', async () => {
    const desk = new Desk(team.rig);
    desk.busy = { comeBackMs: 3_000 };
    const busy = await listen({
      host: '127.0.0.1',
      port: 0,
      router: createRouter(
        createEnrolment({
          org: ORG,
          key: team.rig.leaseKey,
          clock: () => Date.now(),
          random: (n) => randomBytes(n),
          storage: team.rig.storage,
        }),
      ),
      session: desk.ports,
      http: () => Promise.resolve(false),
      onSession: (session) => {
        desk.sessions.add(session);
        return () => desk.sessions.delete(session);
      },
      after: realTimers().after,
    });
    const proxy = await team.proxy('clear', { target: { host: '127.0.0.1', port: Number(new URL(busy.url).port) } });
    const ana = team.behind(proxy, 'ana');
    const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'underground' });
    ana.engine.switchOn();
    await saysReason(ana, 'busy');
    met.add('busy');
    expect(says(ana).retryAt).toBeGreaterThan(ana.replica.env.clock());
    desk.busy = null;
    await until('the work is at the server', () => ana.state(saved.changes[0]) !== 'queued');
    ana.engine.switchOff();
    await busy.close();
  });

  it('[N-3, H-2, Q-7] the sign-in has expired: work leaves all the same, and what to do is said', async () => {
    const proxy = await team.proxy('weak');
    const ana = team.behind(proxy, 'ana');
    const { device } = ana.replica.identity()!;
    const issuedAt = Date.now() - LEASE_MS - 60_000;
    const lease = {
      org: ORG,
      person: PEOPLE.ana,
      device,
      role: 'technician',
      issuedAt,
      expiresAt: issuedAt + LEASE_MS,
    } as const;
    ana.replica.transact('durable', () => ana.replica.writeMeta('lease', signLease(team.rig.leaseKey, lease)));
    const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'dry' });
    ana.engine.switchOn();
    await until('its work is at the server', () => ana.state(saved.changes[0]) === 'confirming');
    expect(reasonOf(ana)).toBe('signInExpired');
    met.add('signInExpired');
  });

  it('[N-3, W-9] the app is too old: said, and the work stays', async () => {
    const proxy = await team.proxy('weak');
    const old = (frame: Uint8Array): Uint8Array => {
      const text = zstdPacker.unpack(frame, MAX_UNPACKED_BYTES);
      return zstdPacker.pack(text.replace(/"protocol":\d+/, `"protocol":${OLDEST_SERVED - 1}`));
    };
    const dialer: Dialer = {
      dial: (events) =>
        dialFrames(proxy.url, {
          ...events,
          onOpen: (link) => events.onOpen({ ...link, send: (frame) => link.send(old(frame)) }),
        }),
      isSecure: () => false,
      diagnose: () => Promise.resolve({}),
    };
    const ana = team.offline('ana', { timers: team.timers, dialer });
    const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'dry' });
    ana.engine.switchOn();
    await saysReason(ana, 'tooOld');
    met.add('tooOld');
    expect(ana.state(saved.changes[0])).toBe('queued');
  });

  it('[N-3] not enrolled any more, and somebody else’s server', async () => {
    const proxy = await team.proxy('weak');
    const ana = team.behind(proxy, 'ana');
    team.rig.storage.directory.revoke(ORG, ana.replica.identity()!.device, 1);
    ana.engine.switchOn();
    await saysReason(ana, 'notEnrolled');
    const ben = team.behind(proxy, 'ben');
    const identity = ben.replica.identity()!;
    ben.replica.transact('durable', () => ben.replica.setIdentity({ ...identity, org: 'elsewhere' }));
    ben.engine.switchOn();
    await saysReason(ben, 'wrongServer');
    met.add('notEnrolled').add('wrongServer');
    ben.engine.switchOff();
    await saysReason(ben, 'switchedOff');
    expect(reasonOf(ana)).toBe('notEnrolled');
    met.add('switchedOff');
  });

  it('[N-3] every reason that the app can name was met in a real exchange', () => {
    expect([...met].toSorted()).toEqual([...LINK_REASONS].toSorted());
  });
});
