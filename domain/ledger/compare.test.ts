import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBooks, DIFFERENCES, differenceWords, type LaptopBooks } from './compare.ts';
import { Count, NO_TALLY, sameTally, TALLY_COLUMNS, totalOf, type Tally, type TallyColumn } from './tally.ts';

const books = (told: Partial<Tally>, more: Partial<LaptopBooks> = {}): LaptopBooks => ({
  epoch: 1,
  told: { ...NO_TALLY, ...told },
  open: 0,
  current: true,
  ...more,
});
const server = (counted: Partial<Tally>): Tally => ({ ...NO_TALLY, ...counted });

describe('[L-1] two books', () => {
  it.each([
    ['the same in both', books({ applied: 5, refused: 1 }), server({ applied: 5, refused: 1 })],
    ['a rule set one aside later', books({ applied: 5 }), server({ applied: 4, superseded: 1 })],
    ['one was asked about and then answered', books({ applied: 4, conflict: 1 }), server({ applied: 5 })],
    ['an answer was taken back', books({ superseded: 1 }), server({ conflict: 1 })],
    ['one that waited went on', books({ waiting: 2 }), server({ applied: 1, waiting: 1 })],
    ['one that waited was refused in the end', books({ waiting: 1 }), server({ refused: 1 })],
    ['one in escrow was accepted', books({ escrow: 1 }), server({ applied: 1 })],
    ['a refused one was replaced', books({ refused: 1 }), server({ replaced: 1 })],
    ['an answer was lost on the way', books({ applied: 5 }, { open: 3 }), server({ applied: 7, waiting: 1 })],
    ['an earlier epoch in which a clone wrote too', books({ applied: 5 }, { current: false }), server({ applied: 9 })],
  ])('[L-1] no alarm: %s', (_what, said, counted) => {
    expect(compareBooks(said, counted)).toBeNull();
  });

  it.each([
    ['a row is gone at the server', books({ applied: 5 }), server({ applied: 4 }), 'missingAtServer', 1],
    ['a row is gone on the laptop', books({ applied: 4 }), server({ applied: 5 }), 'unknownToLaptop', 1],
    ['more than may be on its way', books({ applied: 4 }, { open: 1 }), server({ applied: 7 }), 'unknownToLaptop', 2],
    ['applied, and now refused', books({ applied: 5 }), server({ applied: 4, refused: 1 }), 'movedBack', 1],
    ['refused, and now applied', books({ refused: 1 }), server({ applied: 1 }), 'movedBack', 1],
    ['applied, and now waiting', books({ applied: 1 }), server({ waiting: 1 }), 'movedBack', 1],
    ['lost in an earlier epoch', books({ applied: 2 }, { current: false }), server({}), 'missingAtServer', 2],
  ])('[L-1] alarm: %s', (_what, said, counted, kind, edits) => {
    expect(compareBooks(said, counted)).toEqual({ epoch: 1, kind, edits });
  });

  /** What a rule of the product may do to an edit that a laptop was told about. */
  const LATER: Readonly<Record<TallyColumn, readonly TallyColumn[]>> = {
    applied: ['applied', 'superseded', 'conflict'],
    superseded: ['applied', 'superseded', 'conflict'],
    conflict: ['applied', 'superseded', 'conflict'],
    waiting: ['waiting', 'applied', 'superseded', 'conflict', 'refused', 'escrow', 'replaced'],
    escrow: ['escrow', 'applied', 'superseded', 'conflict', 'refused', 'replaced'],
    refused: ['refused', 'replaced'],
    replaced: ['replaced'],
  };
  const column = fc.constantFrom(...TALLY_COLUMNS);
  const fate = column.chain((told) => fc.constantFrom(...LATER[told]).map((now) => ({ told, now })));

  it('[L-1] whatever the rules make of edits later, and whichever answers are lost, there is no false alarm', () => {
    const world = fc.record({ fates: fc.array(fate, { maxLength: 40 }), unheard: fc.array(column, { maxLength: 8 }) });
    fc.assert(
      fc.property(world, fc.nat(5), ({ fates, unheard }, unsent) => {
        const [told, counted] = [new Count(), new Count()];
        for (const f of fates) {
          told.add(f.told, 1);
          counted.add(f.now, 1);
        }
        for (const c of unheard) counted.add(c, 1);
        const said = books(told.tally(), { open: unheard.length + unsent });
        expect(compareBooks(said, counted.tally())).toBeNull();
      }),
    );
  });

  it('[L-1] with nothing on its way, an edit lost on either side is always noticed', () => {
    fc.assert(
      fc.property(fc.array(fate, { minLength: 1, maxLength: 40 }), fc.nat(), fc.boolean(), (fates, at, atServer) => {
        const [told, counted] = [new Count(), new Count()];
        fates.forEach((f, i) => {
          const isLost = i === at % fates.length;
          if (!isLost || atServer) told.add(f.told, 1);
          if (!isLost || !atServer) counted.add(f.now, 1);
        });
        expect(compareBooks(books(told.tally()), counted.tally())?.kind).toBe(
          atServer ? 'missingAtServer' : 'unknownToLaptop',
        );
      }),
    );
  });

  it('[L-1] every difference has words that say how many', () => {
    for (const kind of DIFFERENCES) expect(differenceWords({ epoch: 1, kind, edits: 3 })).toMatch(/3 edits/);
  });
});

describe('[L-1] a count', () => {
  it('takes outcomes in and out again, and null stands for all applied', () => {
    const count = new Count();
    count.addOutcomes(null, 3);
    const refused = { kind: 'refused', code: 'wrongShape', words: '' } as const;
    count.addOutcomes([{ kind: 'applied' }, refused], 2);
    expect(count.tally()).toEqual(server({ applied: 4, refused: 1 }));
    count.addOutcomes([{ kind: 'applied' }, refused], 2, -1);
    expect([totalOf(count.tally()), sameTally(count.tally(), server({ applied: 3 }))]).toEqual([3, true]);
  });
});
