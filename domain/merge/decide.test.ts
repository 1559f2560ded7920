import { describe, expect, it } from 'vitest';
import type { Hlc } from '../clock/hlc.ts';
import { changeId, recordId, type ChangeId } from '../ids.ts';
import type { Policy, Role } from '../schema/types.ts';
import { decide, type Decision, type Incoming, type Side, type Standing } from './decide.ts';
import { compareRanks } from './rank.ts';

const ANNA = recordId(1, 1, 1, 0);
const BEN = recordId(1, 1, 2, 0);
const CARA = recordId(1, 1, 3, 0);
const NONE = { declared: 'none' };
const SOME = { declared: 'some' };
const id = (device: number, seq: number): ChangeId => changeId(device, 1, seq);

const standing = (more: Partial<Standing> = {}): Standing => ({
  value: NONE,
  writers: [id(2, 1)],
  author: ANNA,
  role: 'technician',
  hlc: 100 as Hlc,
  ...more,
});
const edit = (more: Partial<Incoming> = {}): Incoming => ({
  id: id(3, 1),
  value: SOME,
  saw: null,
  sawQuestion: false,
  author: BEN,
  role: 'technician',
  hlc: 200 as Hlc,
  ...more,
});
const POLICIES = ['append', 'field', 'office', 'latest', 'review'] as const satisfies readonly Policy[];
const ROLES = ['technician', 'lead', 'manager', 'admin'] as const satisfies readonly Role[];

describe('one edit against the canonical value', () => {
  it.each(POLICIES)('[C-1] %s: a group that nobody wrote takes any edit', (policy) => {
    expect(decide(policy, null, [], edit())).toEqual({ kind: 'apply' });
    expect(decide(policy, null, [], edit({ saw: id(9, 9) }))).toEqual({ kind: 'apply' });
  });

  it.each(POLICIES)(
    '[C-1] %s: an edit that saw any canonical writer is clean, whatever ranks and clocks say',
    (policy) => {
      const now = standing({ writers: [id(2, 1), id(4, 1)], role: 'admin', hlc: 9_999 as Hlc });
      for (const saw of now.writers) {
        expect(decide(policy, now, [], edit({ saw, hlc: 1 as Hlc }))).toEqual({ kind: 'apply' });
      }
    },
  );

  it.each(POLICIES)('[C-2] %s: an unseen edit of equal value joins, whoever wrote it', (policy) => {
    for (const role of ROLES) {
      for (const saw of [null, id(2, 7)]) {
        expect(decide(policy, standing(), [], edit({ value: NONE, role, saw }))).toEqual({ kind: 'join' });
      }
    }
    expect(decide(policy, standing(), [], edit({ value: { ...NONE, reason: null } }))).toEqual({ kind: 'join' });
  });

  it('[C-2] the schema may say what counts as equal', () => {
    const same = (): boolean => true;
    expect(decide('review', standing(), [], edit(), same)).toEqual({ kind: 'join' });
    expect(decide('review', standing(), [], edit({ value: NONE }), () => false)).toEqual({ kind: 'question' });
  });

  /** Rows: the role that stands; columns: the role that comes in unseen with another value. */
  const OFFICE: Readonly<Record<Role, Readonly<Record<Role, 'win' | 'lose' | 'question'>>>> = {
    technician: { technician: 'question', lead: 'win', manager: 'win', admin: 'win' },
    lead: { technician: 'lose', lead: 'question', manager: 'question', admin: 'question' },
    manager: { technician: 'lose', lead: 'question', manager: 'question', admin: 'question' },
    admin: { technician: 'lose', lead: 'question', manager: 'question', admin: 'question' },
  };
  const FIELD: typeof OFFICE = {
    technician: { technician: 'question', lead: 'lose', manager: 'lose', admin: 'lose' },
    lead: { technician: 'win', lead: 'question', manager: 'question', admin: 'question' },
    manager: { technician: 'win', lead: 'question', manager: 'question', admin: 'question' },
    admin: { technician: 'win', lead: 'question', manager: 'question', admin: 'question' },
  };

  it.each(ROLES.flatMap((stands) => ROLES.map((comes) => [stands, comes] as const)))(
    '[C-3] a value of a %s stands and one of a %s comes in unseen',
    (stands, comes) => {
      const by = (policy: Policy): Decision => decide(policy, standing({ role: stands }), [], edit({ role: comes }));
      const ranked = (policy: 'office' | 'field', kind: 'win' | 'lose' | 'question'): Decision =>
        kind === 'question' ? { kind } : { kind, rule: policy };
      expect(by('office')).toEqual(ranked('office', OFFICE[stands][comes]));
      expect(by('field')).toEqual(ranked('field', FIELD[stands][comes]));
      expect(by('review')).toEqual({ kind: 'question' });
      expect(by('append')).toEqual({ kind: 'question' });
      expect(by('latest')).toEqual({ kind: 'win', rule: 'latest' });
    },
  );

  it('[C-3] ranks turn round when the two change places', () => {
    for (const policy of ['office', 'field'] as const) {
      for (const a of ROLES)
        for (const b of ROLES) expect(compareRanks(policy, a, b) + compareRanks(policy, b, a)).toBe(0);
    }
  });

  it('[C-9] only `latest` looks at the logical time', () => {
    for (const policy of POLICIES) {
      const [early, late] = [1, 999].map((hlc) => decide(policy, standing(), [], edit({ hlc: hlc as Hlc })));
      const others = [early?.kind, early?.kind];
      expect([early?.kind, late?.kind]).toEqual(policy === 'latest' ? ['lose', 'win'] : others);
    }
  });

  it('[C-3] of two equal stamps the same one wins on whichever side it comes in', () => {
    const [x, y] = [id(2, 5), id(3, 5)];
    const one = decide('latest', standing({ writers: [x] }), [], edit({ id: y, hlc: 100 as Hlc }));
    const other = decide('latest', standing({ writers: [y] }), [], edit({ id: x, hlc: 100 as Hlc }));
    expect([one.kind, other.kind].toSorted()).toEqual(['lose', 'win']);
  });

  it('[C-4] what saw only the loser of an earlier clash is asked, not applied', () => {
    expect(decide('review', standing(), [], edit({ saw: id(5, 5) }))).toEqual({ kind: 'question' });
  });
});

describe('one edit in a group under review', () => {
  const canonical: Side = { writers: [id(2, 1)], value: NONE, author: ANNA };
  const contender: Side = { writers: [id(3, 1), id(3, 2)], value: SOME, author: BEN };
  const sides = [canonical, contender];
  const third = { declared: 'some', reason: 'third' };
  const under = (more: Partial<Incoming>, list: readonly Side[] = sides, policy: Policy = 'review'): Decision =>
    decide(policy, null, list, edit({ value: third, ...more }));

  it('[C-7] an author who writes on amends the own side, canonical or not', () => {
    expect(under({ author: ANNA, saw: id(2, 1) })).toEqual({ kind: 'moveSide', side: 0 });
    expect(under({ author: BEN, saw: id(3, 1) })).toEqual({ kind: 'moveSide', side: 1 });
    expect(under({ author: BEN, saw: id(3, 2) })).toEqual({ kind: 'moveSide', side: 1 });
  });

  it('[C-7] nobody settles their own question by writing the other value', () => {
    expect(under({ author: BEN, saw: id(3, 2), value: NONE })).toEqual({ kind: 'moveSide', side: 1 });
  });

  it('[C-7] somebody else who saw the canonical side moves it; a contender who did makes a further side', () => {
    expect(under({ author: CARA, saw: id(2, 1) })).toEqual({ kind: 'moveSide', side: 0 });
    expect(under({ author: BEN, saw: id(2, 1) })).toEqual({ kind: 'contend' });
  });

  it('[C-7] somebody who saw the canonical side with the question beside it is a further side; its own author amends it', () => {
    const inView = { saw: id(2, 1), sawQuestion: true, value: { declared: 'other' } };
    expect(decide('review', null, sides, edit({ ...inView, author: CARA }))).toEqual({ kind: 'contend' });
    expect(decide('review', null, sides, edit({ ...inView, author: ANNA }))).toEqual({ kind: 'moveSide', side: 0 });
  });

  it('[C-7] an unseen value is a further side, whatever the rank', () => {
    for (const role of ROLES) {
      expect(under({ author: CARA, saw: null, role }, sides, 'office')).toEqual({ kind: 'contend' });
      expect(under({ author: CARA, saw: id(9, 9), role }, sides, 'field')).toEqual({ kind: 'contend' });
    }
    expect(under({ author: CARA, saw: id(3, 1) })).toEqual({ kind: 'contend' });
  });

  it('[C-7, C-2] a value that a living side has joins that side', () => {
    expect(under({ author: CARA, value: NONE })).toEqual({ kind: 'joinSide', side: 0 });
    expect(under({ author: CARA, value: SOME })).toEqual({ kind: 'joinSide', side: 1 });
    expect(under({ author: CARA, saw: id(2, 1), value: SOME })).toEqual({ kind: 'joinSide', side: 1 });
  });

  it('[C-7] the own side is known by what was seen, not by the name alone', () => {
    const twice: readonly Side[] = [canonical, contender, { writers: [id(4, 1)], value: third, author: BEN }];
    expect(under({ author: BEN, saw: id(4, 1), value: { declared: 'x' } }, twice)).toEqual({
      kind: 'moveSide',
      side: 2,
    });
    expect(under({ author: BEN, saw: id(3, 2), value: { declared: 'x' } }, twice)).toEqual({
      kind: 'moveSide',
      side: 1,
    });
  });

  it('[C-4] an open question is never closed by an edit', () => {
    for (const author of [ANNA, BEN, CARA]) {
      for (const saw of [null, id(2, 1), id(3, 1), id(9, 9)]) {
        for (const value of [NONE, SOME, third]) {
          expect(['moveSide', 'joinSide', 'contend']).toContain(under({ author, saw, value }).kind);
        }
      }
    }
  });
});
