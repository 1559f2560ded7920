import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import { changeId, recordId } from '../../domain/ids.ts';
import { sameFields } from '../../domain/json.ts';
import { decide, type Decision, type Incoming, type Standing } from '../../domain/merge/decide.ts';
import { compareRanks } from '../../domain/merge/rank.ts';
import { ROLES, type Policy, type Role } from '../../domain/schema/types.ts';
import { MergeWorld, type LiveSide, type Step } from './merge-world.ts';

const NOW = 1_790_000_000_000;
const policy = fc.constantFrom<Policy>('append', 'field', 'office', 'latest', 'review');
const roles = fc.array(fc.constantFrom(...ROLES), { minLength: 2, maxLength: 5 });
const who = fc.nat(4);
/** Few values, so that people often agree; clocks years apart. */
const edit = fc.record({
  kind: fc.constant('edit' as const),
  who,
  value: fc.nat(3),
  clock: fc.integer({ min: NOW - 10 ** 11, max: NOW + 10 ** 11 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: edit },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('push' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pull' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), who }) },
);
const steps = fc.array(step, { minLength: 1, maxLength: 40 });

function worldOf(p: Policy, team: readonly Role[], list: readonly Step[]): MergeWorld {
  const world = new MergeWorld(p, team);
  world.run(list);
  return world;
}

/** The rules a second time, read off docs/spec/conflicts.md. */
function ruled(p: Policy, e: Incoming, canonical: LiveSide | undefined): Decision['kind'] {
  if (!canonical || (e.saw !== null && canonical.writers.includes(e.saw))) return 'apply';
  if (sameFields(canonical.value, e.value)) return 'join';
  const isLater = e.hlc === canonical.hlc ? e.id > (canonical.writers[0] ?? '') : e.hlc > canonical.hlc;
  if (p === 'latest') return isLater ? 'win' : 'lose';
  const rank = p === 'field' || p === 'office' ? compareRanks(p, e.role, canonical.role) : 0;
  return rank === 0 ? 'question' : rank > 0 ? 'win' : 'lose';
}

describe('a group that several people write', () => {
  it('[C-4] every value ever written stands, was written over by somebody who had it in view, or was set aside by its rule', () => {
    fc.assert(
      fc.property(policy, roles, steps, (p, team, list) => {
        const world = worldOf(p, team, list);
        const saw = new Map(world.all().map((e) => [e.id, e.saw]));
        expect([...world.fates.keys()].toSorted()).toEqual([...saw.keys()].toSorted());
        for (const [id, fate] of world.fates) {
          expect(fate.kind === 'aside' ? fate.rule : p).toBe(p);
          expect(fate.kind !== 'side' || world.sides[fate.side]?.writers.includes(id)).toBe(true);
          expect(world.sides.filter((s) => s.writers.includes(id))).toHaveLength(fate.kind === 'side' ? 1 : 0);
        }
        for (const { edit: e, decision, before } of world.decided) {
          const written =
            decision.kind === 'moveSide' ? before[decision.side] : decision.kind === 'apply' ? before[0] : null;
          expect(written?.writers ?? [e.saw]).toContain(e.saw);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[C-1, C-2, C-3] a clash is asked exactly when no rule may settle it, and equal values never clash', () => {
    fc.assert(
      fc.property(policy, roles, steps, (p, team, list) => {
        for (const { edit: e, decision, before } of worldOf(p, team, list).decided) {
          expect(before.length > 1 ? ruled(p, e, before[0]) : decision.kind).toBe(ruled(p, e, before[0]));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[C-7, C-2] while a question is open, equal values join a side and nothing is settled by writing', () => {
    fc.assert(
      fc.property(roles, steps, (team, list) => {
        const decided = worldOf('review', team, list).decided.filter(({ before }) => before.length > 1);
        for (const { edit: e, decision, before } of decided) {
          expect(['moveSide', 'joinSide', 'contend']).toContain(decision.kind);
          expect(decision.kind === 'contend' && before.some((s) => sameFields(s.value, e.value))).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[W-2] what arrives twice counts once', () => {
    fc.assert(
      fc.property(policy, roles, steps, (p, team, list) => {
        const once = worldOf(
          p,
          team,
          list.filter((s) => s.kind !== 'again'),
        );
        const doubled = list.flatMap((s): readonly Step[] => (s.kind === 'push' ? [s, { ...s, kind: 'again' }] : [s]));
        const twice = worldOf(p, team, doubled);
        expect(twice.sides).toEqual(once.sides);
        expect(twice.fates).toEqual(once.fates);
      }),
      { numRuns: 300 },
    );
  });

  it('[C-4] with `review` the first value stays canonical until a person decides', () => {
    fc.assert(
      fc.property(roles, steps, (team, list) => {
        for (const { edit: e, decision, before } of worldOf('review', team, list).decided) {
          expect(['win', 'lose']).not.toContain(decision.kind);
          const isMoved = decision.kind === 'moveSide' && decision.side === 0;
          expect(isMoved && e.saw !== null ? before[0]?.writers : [e.saw]).toContain(e.saw);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('two who wrote unseen by each other', () => {
  const one = fc.record({
    value: fc.nat(2).map((value) => ({ value })),
    role: fc.constantFrom(...ROLES),
    ms: fc.integer({ min: NOW, max: NOW + 3 }),
  });
  const incoming = (
    device: number,
    { value, role, ms }: { value: { value: number }; role: (typeof ROLES)[number]; ms: number },
  ): Incoming => ({
    id: changeId(device, 1, 1),
    value,
    saw: null,
    sawQuestion: false,
    author: recordId(1, 1, device, 0),
    role,
    hlc: hlcFromMs(ms),
  });
  const standing = (e: Incoming): Standing => ({ ...e, writers: [e.id] });

  it('[C-3] get the same result whoever came first: the same value stands, or both times a person is asked', () => {
    fc.assert(
      fc.property(policy, one, one, (p, a, b) => {
        const [x, y] = [incoming(2, a), incoming(3, b)];
        const [yLater, xLater] = [decide(p, standing(x), [], y), decide(p, standing(y), [], x)];
        const stands = (kind: string, first: Incoming, second: Incoming): string =>
          kind === 'win' ? second.id : kind === 'lose' ? first.id : kind;
        expect(stands(yLater.kind, x, y)).toBe(stands(xLater.kind, y, x));
      }),
      { numRuns: 500 },
    );
  });

  it('[C-3, C-9] with `latest`, any number of them in any order: the latest value stands', () => {
    const all = fc.uniqueArray(fc.record({ value: fc.nat(2), ms: fc.integer({ min: NOW, max: NOW + 6 }) }), {
      minLength: 2,
      maxLength: 6,
      selector: (e) => e.ms,
    });
    fc.assert(
      fc.property(all, (list) => {
        const world = new MergeWorld(
          'latest',
          list.map(() => 'technician' as const),
        );
        world.run(list.map(({ value, ms }, i): Step => ({ kind: 'edit', who: i, value, clock: ms })));
        const latest = list.toSorted((a, b) => b.ms - a.ms)[0];
        expect(world.sides).toHaveLength(1);
        expect(world.sides[0]).toMatchObject({
          value: { value: latest?.value },
          hlc: hlcFromMs(latest?.ms ?? 0),
        });
      }),
      { numRuns: 300 },
    );
  });
});
