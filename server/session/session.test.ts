import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES, MAX_FRAMES_PER_SECOND } from '../../protocol/wire/limits.ts';
import { PROTOCOL_VERSION } from '../../protocol/wire/version.ts';
import { edit } from '../../tests/support/edits.ts';
import { Desk, type Guest } from '../../tests/support/guest.ts';
import { JOB, NORTH, ORG, PEOPLE, Rig } from '../../tests/support/hospital.ts';
import { hashOf, type Laptop } from '../../tests/support/laptop.ts';
import { LEASE_MS } from '../auth/lease.ts';

let rig: Rig;
let desk: Desk;
let ana: Laptop;
let guest: Guest;
beforeEach(async () => {
  rig = await new Rig().found();
  desk = new Desk(rig);
  ana = rig.laptop('ana');
  guest = desk.guest(ana);
});
afterEach(() => rig.close());

const note = (text = 'x', by = ana) => by.change([edit(null, 'note.entry', { workOrder: JOB, text })]);

describe('[W-1] hello', () => {
  it('[W-1] is welcomed with where the log stands, what arrived, what it may see and the server’s clock', async () => {
    const sent = [note(), note(), note(), note()] as const;
    await rig.submit(sent[0], sent[1], sent[3]);
    await guest.hello();
    expect(guest.last('welcome')).toMatchObject({
      incarnation: 'incarnation-1',
      position: rig.storage.head(ORG).position,
      highWater: 2,
      above: [4],
      sites: [NORTH],
      serverTime: rig.now,
      mayRead: true,
      lease: null,
    });
    expect(guest.last('welcome')?.chain).toBe(rig.storage.seen(ORG, ana.device, 1)?.chain);
    expect(guest.last('welcome')?.grantBytes).toBeGreaterThan(0);
  });

  it.each([
    ['too old', { protocol: 0 }, 'tooOld'],
    ['too new', { protocol: PROTOCOL_VERSION + 1 }, 'tooNew'],
    ['another organisation', { org: 'other' }, 'wrongOrganisation'],
    ['an unknown laptop', { device: 999 }, 'notEnrolled'],
    ['a bad signature', { signature: 'AAAA' }, 'notEnrolled'],
    ['a lease of somebody else’s making', { lease: 'a.b.c' }, 'expired'],
  ] as const)('[W-1] %s gets a goodbye that says why, and the connection ends', async (_what, more, reason) => {
    await guest.hello(more);
    expect(guest.last('goodbye')).toMatchObject({ reason, words: expect.stringMatching(/\w/) as string });
    expect(guest.last('welcome')).toBeUndefined();
    expect(guest.closed).toBe(true);
  });

  it('[W-1] a hello signed for another connection, another’s lease, a revoked laptop: none gets in', async () => {
    const other = rig.laptop('ben');
    const elsewhere = desk.guest(ana);
    await elsewhere.hello();
    expect(elsewhere.last('welcome')).toBeDefined();
    await guest.hello({ lease: other.lease });
    expect(guest.last('goodbye')?.reason).toBe('expired');
    rig.storage.directory.revoke(ORG, ana.device, rig.now);
    const late = desk.guest(ana);
    await late.hello();
    expect(late.last('goodbye')?.reason).toBe('notEnrolled');
  });

  it('[W-1, N-2] a busy server says when to come back', async () => {
    desk.busy = { comeBackMs: 3_000 };
    await guest.hello();
    expect(guest.last('goodbye')).toMatchObject({ reason: 'busy', comeBackMs: 3_000 });
  });

  it('[H-2, Q-7] with an expired lease work is taken, and nothing of others is sent', async () => {
    rig.now += LEASE_MS + 1;
    await guest.hello();
    expect(guest.last('welcome')).toMatchObject({ mayRead: false, lease: null });
    await guest.push([note('underground')]);
    expect(guest.last('outcomes')?.applied).toHaveLength(1);
    await guest.pull();
    await guest.say({ k: 'historyAsk', ask: 1, record: JOB, after: 0 });
    expect(guest.all('problem').map((p) => p.problem)).toEqual(['notNow', 'notNow']);
    expect(guest.all('delta')).toEqual([]);
    expect(guest.all('historyPage')).toEqual([]);
  });

  it('[H-1, H-3] past half of its life a lease is renewed, unless the person may not work here any more', async () => {
    rig.now += LEASE_MS / 2 + 1_000;
    await guest.hello();
    expect(guest.last('welcome')?.lease).toEqual(expect.any(String));
    const account = rig.storage.directory.account(ORG, PEOPLE.ana)!;
    rig.storage.directory.putAccount(ORG, { ...account, disabledAt: rig.now });
    const again = desk.guest(ana);
    await again.hello();
    expect(again.last('welcome')).toMatchObject({ mayRead: false, lease: null });
  });
});

describe('[W-10] what cannot be taken', () => {
  const bomb = () => {
    const body = zstdCompressSync(Buffer.alloc(200 << 20));
    return Buffer.concat([Buffer.from([1]), body]);
  };
  const frames: readonly (readonly [string, string, () => Uint8Array])[] = [
    ['bytes that are no frame', 'malformed', () => new Uint8Array([7, 7, 7])],
    ['no bytes at all', 'malformed', () => new Uint8Array()],
    ['text that is no message', 'malformed', () => Buffer.from('\0{"k":"push"')],
    ['a message that nobody knows', 'malformed', () => Buffer.from('\0{"k":"drop tables"}')],
    ['a message of the wrong shape', 'malformed', () => Buffer.from('\0{"k":"ack","site":null,"to":"all"}')],
    [
      'a value nested without end',
      'malformed',
      () => Buffer.from(`\0{"k":"ping","ping":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    ],
    ['a frame that is too large', 'tooLarge', () => new Uint8Array(MAX_FRAME_BYTES + 1)],
    ['a compression bomb', 'tooLarge', bomb],
  ];
  it.each(frames)('[W-10] %s: a typed problem, and the connection goes on', async (_what, problem, frame) => {
    await guest.hello();
    await guest.bytes(frame());
    expect(guest.last('problem')).toMatchObject({ problem });
    expect(guest.closed).toBe(false);
    await guest.push([note()]);
    expect(guest.last('outcomes')?.applied).toHaveLength(1);
  });

  it('[W-10] who keeps sending such things is closed, and nobody else notices', async () => {
    const other = desk.guest(rig.laptop('ben'));
    await Promise.all([guest.hello(), other.hello()]);
    for (let i = 0; i < 10; i++) await guest.bytes(new Uint8Array([7]));
    expect(guest.closed).toBe(true);
    expect(guest.all('problem').length).toBeLessThan(10);
    await other.say({ k: 'ping', ping: 3 });
    expect(other.last('pong')).toEqual({ k: 'pong', ping: 3 });
  });

  it('[W-10] ten thousand messages in a moment: slowed, then closed', async () => {
    await guest.hello();
    for (let i = 0; i < 10_000 && !guest.closed; i++) await guest.say({ k: 'ping', ping: i });
    expect(guest.last('problem')).toMatchObject({ problem: 'tooMany' });
    expect(guest.closed).toBe(true);
    expect(guest.all('pong').length).toBeLessThanOrEqual(MAX_FRAMES_PER_SECOND * 10);
  });

  it('[W-10, H-1] somebody else’s batch, replayed, forged or altered on the way', async () => {
    const ben = rig.laptop('ben');
    const bens = desk.guest(ben);
    await Promise.all([guest.hello(), bens.hello()]);
    const theirs = bens.pushMessage([note('mine', ben)]);
    await guest.say(theirs);
    await guest.push([note()], { signature: theirs.signature });
    const altered = guest.pushMessage([note('altered')]);
    await guest.say({ ...altered, values: altered.values.map((v) => (v === 'altered' ? 'other words' : v)) });
    expect(guest.all('problem').map((p) => [p.problem, p.batch])).toEqual([
      ['notAllowed', 1],
      ['notAllowed', 1],
      ['notAllowed', 2],
    ]);
    expect(guest.all('outcomes')).toEqual([]);
    await bens.say(theirs);
    expect(bens.last('outcomes')?.applied).toHaveLength(1);
  });

  it('[W-10] columns that do not fit together: nothing of the batch is used', async () => {
    await guest.hello();
    const before = rig.storage.head(ORG);
    const good = guest.pushMessage([note(), note()]);
    for (const more of [
      { values: good.values.slice(1) },
      { rs: good.rs.slice(1) },
      { ms: [] },
      { runs: [[1, 2]], who: [] },
    ])
      await guest.say({ ...good, ...more });
    expect(guest.all('problem').map((p) => p.problem)).toEqual(['malformed', 'malformed', 'malformed', 'malformed']);
    expect(rig.storage.head(ORG)).toEqual(before);
  });

  it('[W-10] before a hello nothing but a hello', async () => {
    await guest.push([note()]);
    expect(guest.last('problem')).toMatchObject({ problem: 'notNow' });
    await guest.hello();
    await guest.hello();
    expect(guest.last('problem')).toMatchObject({ problem: 'malformed' });
  });
});

describe('[W-5] the stream', () => {
  it('[W-5, R-6] sends a few pieces, waits to be confirmed, and forgets no news over it', async () => {
    await guest.hello();
    await guest.pull();
    const ben = rig.laptop('ben');
    for (let i = 0; i < 6; i++) {
      const change = note(`n${i}`, ben);
      await desk.ports.committer.submit({ changes: [change], hashes: [hashOf(change)] });
      desk.flush();
    }
    expect(guest.all('delta').length).toBeLessThanOrEqual(2);
    for (let i = 0; i < guest.all('delta').length; i++)
      await guest.say({ k: 'ack', site: null, to: guest.all('delta')[i]?.to ?? 0 });
    expect(guest.last('delta')?.to).toBe(rig.storage.head(ORG).position);
    const pieces = guest.all('delta');
    expect(pieces.map((d) => d.from)).toEqual([0, ...pieces.slice(0, -1).map((d) => d.to)]);
  });

  it('[W-7] downloads do not wait for uploads: pieces come while a batch is being committed', async () => {
    await guest.hello();
    const pushing = guest.push([note()]);
    await guest.pull();
    expect(guest.all('outcomes')).toEqual([]);
    expect(guest.all('delta').length).toBeGreaterThan(0);
    await pushing;
    expect(guest.all('outcomes')).toHaveLength(1);
  });

  it('[W-5, H-1] shows nothing of sites that are not in view, nor their history', async () => {
    const cid = desk.guest(rig.laptop('cid'));
    await cid.hello();
    await cid.pull();
    expect(cid.last('delta')?.rows.id).not.toContain(JOB);
    await cid.say({ k: 'historyAsk', ask: 1, record: JOB, after: 0 });
    expect(cid.last('historyPage')).toMatchObject({ entries: [], more: false });
  });
});
