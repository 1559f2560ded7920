// What a console was told, against a log that was cut. The consoles here are honest, broken or hostile by hand.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import type { Hello } from '../../protocol/wire/hello.ts';
import { SHORT_CHAIN, type LogMark } from '../../protocol/wire/log-mark.ts';
import { edit } from '../../tests/support/edits.ts';
import { issueLease } from '../auth/gate.ts';
import { Desk, type Guest } from '../../tests/support/guest.ts';
import { JOB, ORG, PEOPLE, Rig } from '../../tests/support/hospital.ts';
import type { Laptop } from '../../tests/support/laptop.ts';
import { causes, copyOf, swap } from '../../tests/support/restored.ts';

let rig: Rig;
let ana: Laptop;
let desk: Desk;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
  desk = new Desk(rig);
});
afterEach(() => rig.close());

const incarnation = (): string => rig.storage.head(ORG).incarnation;
const notes = (count: number) =>
  rig.import(...Array.from({ length: count }, (_, i) => [edit(null, 'note.entry', { workOrder: JOB, text: `${i}` })]));

async function hello(more: Partial<Hello> = {}): Promise<Guest> {
  const guest = desk.guest(ana);
  await guest.hello({ incarnation: incarnation(), ...more });
  return guest;
}
async function commonOf(more: Partial<Hello>): Promise<number | undefined> {
  return (await hello(more)).last('welcome')?.common;
}
async function told(): Promise<LogMark> {
  const welcome = (await hello()).last('welcome');
  if (!welcome) throw new Error('not welcomed');
  return welcome.mark;
}

/** The server loses all that `work` wrote; gives the mark that was told before it did. */
async function cut(work: () => Promise<unknown>): Promise<{ mark: LogMark; incarnation: string }> {
  const copy = copyOf(rig);
  await work();
  const known = { mark: await told(), incarnation: incarnation() };
  swap(rig, copy);
  desk = new Desk(rig);
  return known;
}

describe('[W-12] what a console was told', () => {
  it('[W-12] still holds where the log has the same chain head, at its end and further down', async () => {
    const mark = await told();
    expect(mark.position).toBe(rig.storage.head(ORG).position);
    expect(await commonOf({ mark })).toBe(mark.position);
    await notes(3);
    expect(await commonOf({ mark, incarnation: 'an earlier one' })).toBe(mark.position);
    expect(causes(rig)).toEqual(['founded']);
  });

  it('[W-12] of a log that was cut is proof: one new incarnation, at the present end, said loudly', async () => {
    const end = rig.storage.head(ORG).position;
    const known = await cut(() => notes(3));
    const counted = vi.spyOn(desk.ports.metrics, 'logCut');
    const guest = await hello(known);
    expect(guest.last('welcome')).toMatchObject({ common: 0, position: end });
    expect(guest.last('welcome')?.incarnation).not.toBe(known.incarnation);
    expect(rig.storage.incarnations.all(ORG).at(-1)).toMatchObject({
      cause: 'proved',
      began: end,
      lost: known.incarnation,
    });
    const said = desk.logged.find((l) => l.event.startsWith('the log was cut'));
    expect(said).toMatchObject({ witness: ana.device, told: end + 3 });
    expect(counted).toHaveBeenCalledTimes(1);
  });

  it('[W-12] is proof too when the log has grown over it meanwhile', async () => {
    const known = await cut(() => notes(1));
    await rig.submit(rig.laptop('ben').change([edit(null, 'note.entry', { workOrder: JOB, text: 'other' })]));
    expect(rig.storage.head(ORG).position).toBe(known.mark.position);
    expect(await commonOf(known)).toBe(0);
    expect(causes(rig)).toEqual(['founded', 'proved']);
  });

  it('[W-12] the newest older mark that fits is what both share', async () => {
    const rungs: LogMark[] = [];
    for (let i = 0; i < 4; i++) {
      await notes(1);
      rungs.unshift(await told());
    }
    const known = await cut(() => notes(2));
    const older: [number, string][] = rungs.map((m) => [m.position, m.chain.slice(0, SHORT_CHAIN)]);
    expect(await commonOf({ ...known, older })).toBe(rungs[0]?.position);
    const bent = older.map(([p, c], i): [number, string] => (i < 2 ? [p, 'f'.repeat(SHORT_CHAIN)] : [p, c]));
    expect(await commonOf({ ...known, older: bent })).toBe(rungs[2]?.position);
  });

  it('[W-12] without any marks the cursor is believed within one incarnation, and not beyond its end', async () => {
    const end = rig.storage.head(ORG).position;
    expect(await commonOf({ cursor: 5 })).toBe(5);
    expect(await commonOf({ cursor: end + 1 })).toBe(0);
    expect(await commonOf({ cursor: 5, incarnation: 'another' })).toBe(0);
    expect(causes(rig)).toEqual(['founded']);
  });
});

describe('[W-12, W-10] a laptop cannot make incarnations begin', () => {
  it('[W-12, W-10] with marks that it made up, with another’s seal, or with one that was altered', async () => {
    const mark = await told();
    const beyond = { ...mark, position: mark.position + 1_000 };
    const lies: Partial<Hello>[] = [
      { mark: beyond },
      { mark: { ...mark, chain: 'f'.repeat(64) } },
      { mark: { ...beyond, seal: '' } },
      { mark: { ...mark, chain: 'f'.repeat(64) }, incarnation: 'unheard of' },
    ];
    for (const lie of lies) expect(await commonOf(lie)).toBe(0);
    expect(causes(rig)).toEqual(['founded']);
  });

  it('[W-12, W-10] by telling of the same loss again and again, or of one that others have told', async () => {
    const known = await cut(() => notes(3));
    for (let i = 0; i < 5; i++) expect(await commonOf(known)).toBe(0);
    expect(await commonOf({ mark: known.mark })).toBe(0);
    expect(causes(rig)).toEqual(['founded', 'proved']);
  });

  it('[W-12, W-10] by an incarnation that this server has no memory of: that counts once', async () => {
    const copy = copyOf(rig);
    const first = await cut(() => notes(3));
    await hello(first);
    await notes(2);
    const second = { mark: await told(), incarnation: incarnation() };
    swap(rig, copy);
    desk = new Desk(rig);
    for (let i = 0; i < 3; i++) await hello(second);
    expect(causes(rig)).toEqual(['founded', 'proved']);
    for (let i = 0; i < 3; i++) await hello(first);
    expect(causes(rig)).toEqual(['founded', 'proved']);
  });
});

describe('[W-12, Q-7] what a restored server forgot and a laptop proves', () => {
  it('[W-12, Q-7] a person who signed in since the backup: their work is taken', async () => {
    const { directory } = rig.storage;
    const copy = copyOf(rig);
    const ben = directory.account(ORG, PEOPLE.ben)!;
    const lease = issueLease({ directory, org: ORG, key: rig.leaseKey, clock: rig.clock }, ana.device, ben);
    swap(rig, copy);
    desk = new Desk(rig);
    const work = (): Change =>
      ana.change([edit(null, 'note.entry', { workOrder: JOB, text: 'x' })], { author: ben.person });
    expect(await rig.outcome(work())).toMatchObject([{ kind: 'refused' }]);
    await hello({ lease });
    expect(await rig.outcome(work())).toEqual([{ kind: 'applied' }]);
  });

  it('[W-2, W-12] the epoch under which it works, and no lower one', async () => {
    const epoch = () => rig.storage.directory.device(ORG, ana.device)?.epoch;
    await hello({ epoch: 3 });
    expect(epoch()).toBe(3);
    await hello({ epoch: 2 });
    expect(epoch()).toBe(3);
    expect((await hello({ epoch: 2 })).last('welcome')?.epoch).toBe(3);
  });
});

describe('[W-12] the safe position', () => {
  it('[W-12, Q-4] without a backup it is the log of thirty days ago; with one, what that covers', async () => {
    const old = rig.storage.head(ORG).position;
    const safe = async (): Promise<number | undefined> => (await hello()).last('welcome')?.safePosition;
    rig.now += 20 * 86_400_000;
    await notes(2);
    expect(await safe()).toBe(0);
    rig.now += 10 * 86_400_000;
    expect(await safe()).toBe(old);
    rig.storage.incarnations.covered(ORG, (old - 3) as never);
    expect(await safe()).toBe(old - 3);
  });
});
