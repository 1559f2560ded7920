/**
 * One group, written by two to fifty people who see more or less of each other (C-7), on the real server: what the rules
 * make of it is told here a second time, by the question that was in view.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import { sameJson } from '../../domain/json.ts';
import { nameOf } from '../../domain/question/question.ts';
import { expectKeptBooks } from '../support/books.ts';
import { edit, saw } from '../support/edits.ts';
import { JOB, ORG, Rig } from '../support/hospital.ts';
import { idOfChange, Laptop } from '../support/laptop.ts';
import { sidesOn, type AskedQuestion } from '../support/questions.ts';
import { PEOPLE } from '../support/hospital.ts';

/** Whose form it is, what it had in view when it was opened, and what is typed. */
interface Step {
  readonly who: number;
  readonly view: 'nothing' | 'beforeTheQuestion' | 'withTheQuestion' | 'own';
  readonly value: number;
}

const steps = (writers: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      who: fc.nat(writers - 1),
      view: fc.constantFrom('nothing', 'beforeTheQuestion', 'withTheQuestion', 'own'),
      value: fc.nat(writers),
    }),
    { minLength: writers, maxLength: writers * 2 },
  );

class World {
  readonly writers: readonly Laptop[];
  private readonly rig: Rig;
  private readonly last = new Map<number, ChangeId>();

  constructor(rig: Rig, count: number) {
    this.rig = rig;
    const people = [PEOPLE.ana, PEOPLE.ben, PEOPLE.lena] as const;
    // Persons are told apart by their laptops' leases: a crowd of technicians, each a person of their own to the rules.
    this.writers = Array.from({ length: count }, (_, i) => {
      const known = people[i];
      if (known !== undefined) return new Laptop(rig, known, i === 2 ? 'lead' : 'technician');
      const person = newPerson(i);
      rig.storage.directory.putAccount(ORG, {
        person,
        role: 'technician',
        name: `p${i}`,
        pin: null,
        disabledAt: null,
        sites: null,
      });
      return new Laptop(rig, person, 'technician');
    });
  }

  question(): AskedQuestion | undefined {
    return sidesOn(this.rig, JOB).find((q) => q.status === 'open');
  }

  cell() {
    return this.rig.body(JOB)['findings'];
  }

  async take({ who, view, value }: Step): Promise<{ readonly change: Change; readonly outcome: string }> {
    const laptop = this.writers[who] as Laptop;
    const cell = this.cell();
    const canonical = cell?.w[0] ?? null;
    const own = this.last.get(who) ?? null;
    const writer = view === 'nothing' ? null : view === 'own' ? own : canonical;
    const seen = saw(writer);
    const inView = view === 'withTheQuestion' && cell?.q !== undefined ? { ...seen, question: cell.q } : seen;
    const change = laptop.change([edit(JOB, 'workOrder.findings', { text: `v${value}` }, inView)]);
    this.last.set(who, idOfChange(change));
    const [outcome] = await this.rig.outcome(change);
    return { change, outcome: outcome?.kind ?? 'none' };
  }
}

function newPerson(n: number): RecordId {
  return `00001-01-${(1_000 + n).toString(36).padStart(6, '0')}-00` as RecordId;
}

async function inRig(writers: number, work: (rig: Rig, world: World) => Promise<void>): Promise<void> {
  const rig = await new Rig().found();
  // Nothing is killed here, so nothing has to be on the disk.
  rig.database.connection.pragma('synchronous = OFF');
  try {
    await work(rig, new World(rig, writers));
  } finally {
    rig.close();
  }
}

/** What may move the canonical value while a question is open, said by the rule's own words. */
function mayMoveCanonical(before: AskedQuestion, step: Step, change: Change): boolean {
  const [canonical, ...contenders] = before.list;
  const writer = change.edits[0]?.saw.writer ?? null;
  const sawCanonical = writer !== null && canonical?.writers.includes(writer) === true;
  if (canonical?.person === change.author) return sawCanonical;
  return sawCanonical && step.view !== 'withTheQuestion' && contenders.every((s) => s.person !== change.author);
}

const writerCounts = fc.oneof(fc.integer({ min: 2, max: 6 }), fc.constantFrom(12, 50));

describe('[C-7] one group, two to fifty writers', () => {
  it('[C-7] under review the canonical value is moved by its own author, or by who saw it before the question, and by nobody else', async () => {
    const world = writerCounts.chain((n) => fc.tuple(fc.constant(n), steps(n)));
    await fc.assert(
      fc.asyncProperty(world, ([count, plan]) =>
        inRig(count, async (rig, w) => {
          for (const step of plan) {
            const [before, standing] = [w.question(), w.cell()];
            const { change } = await w.take(step);
            const [after, cell] = [w.question(), w.cell()];
            const hasMoved = before !== undefined && !sameJson(cell?.v, standing?.v);
            expect(!hasMoved || mayMoveCanonical(before, step, change)).toBe(true);
            if (!after) continue;
            expect(cell).toMatchObject({ v: after.list[0]?.value, w: after.list[0]?.writers, q: after.id });
            const writers = after.list.flatMap((s) => s.writers);
            expect(new Set(writers).size).toBe(writers.length);
            const isNew = before !== undefined && after.list.length > before.list.length;
            const known = isNew ? before.list.map((s) => s.words) : [];
            expect(known).not.toContain(after.list.at(-1)?.words);
          }
          expectKeptBooks(rig);
        }),
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('[C-7, C-5] asked pair by pair it ends, with one value, every other one in the history and nobody left asking', async () => {
    const world = writerCounts.chain((n) => fc.tuple(fc.constant(n), steps(n), fc.infiniteStream(fc.boolean())));
    await fc.assert(
      fc.asyncProperty(world, ([count, plan, choices]) =>
        inRig(count, async (rig, w) => {
          const made: Change[] = [];
          for (const step of plan) made.push((await w.take(step)).change);
          const maria = rig.laptop('maria');
          for (let asked = w.question(), n = 0; asked; asked = w.question(), n++) {
            expect(n).toBeLessThan(made.length);
            const pair = asked.list.slice(0, 2).map(nameOf);
            const [chosen, lost] = choices.next().value === true ? pair : pair.toReversed();
            const answer = { chosen: chosen ?? null, against: [lost ?? ''], undoes: null, reason: null };
            expect(await rig.outcome(maria.change([edit(asked.id, 'question.answer', answer)]))).toEqual([
              { kind: 'applied' },
            ]);
          }
          for (const change of made) expect((await rig.outcome(change))[0]?.kind).toMatch(/^(applied|superseded)$/);
          const logged = rig.storage.log(ORG, 0 as never, 10_000).flatMap((e) => e.edits.map((x) => x.value['text']));
          for (const change of made) expect(logged).toContain(change.edits[0]?.set['text']);
          expectKeptBooks(rig);
        }),
      ),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
