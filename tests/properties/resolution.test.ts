/**
 * Questions from their opening to their end, in random interleavings on the real server and a real database: offline
 * answers by several people, edits against them, third contenders, clashes over what was just decided, rights that are
 * lost meanwhile, answers taken back beneath newer work, limits that pass, restarts (C-4 to C-7).
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameJson } from '../../domain/json.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { QuestionState } from '../../domain/question/question.ts';
import { rungOf } from '../../domain/question/reviewers.ts';
import { readAnswer, readSides, readState, readSubject } from '../../domain/schema/read-question.ts';
import { changeId } from '../../domain/ids.ts';
import { expectKeptBooks } from '../support/books.ts';
import { JOB, ORG, Rig } from '../support/hospital.ts';
import { idOfChange } from '../support/laptop.ts';
import type { AskedQuestion } from '../support/questions.ts';
import { ESCALATE_MS, HOUR, ResolutionWorld, REVIEWERS, WRITERS, type Arrival } from './resolution-world.ts';

type Step =
  | { readonly kind: 'write'; readonly who: number; readonly value: number }
  | { readonly kind: 'answer'; readonly who: number; readonly which: number }
  | { readonly kind: 'undo'; readonly who: number }
  | { readonly kind: 'push' | 'pull' | 'meet'; readonly who: number }
  | { readonly kind: 'right'; readonly who: number; readonly right: 'lost' | 'kept' }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'restart' };

const everybody = fc.nat(WRITERS + REVIEWERS - 1);
const reviewer = fc.nat(REVIEWERS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    // Mostly technicians; now and then somebody who could also answer.
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      who: fc.oneof({ weight: 5, arbitrary: fc.nat(WRITERS - 1) }, { weight: 1, arbitrary: everybody }),
      value: fc.nat(5),
    }),
  },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('answer' as const), who: reviewer, which: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), who: reviewer }) },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('push' as const), who: everybody }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pull' as const), who: everybody }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('meet' as const), who: everybody }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('right' as const),
      who: reviewer,
      right: fc.constantFrom('lost' as const, 'lost' as const, 'kept' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 9) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);
const writer = fc.nat(WRITERS - 1);
const away = (who: number): number => WRITERS + who;

/** What seldom comes about by chance alone; chance goes on between and after. */
const scene: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 6, arbitrary: step.map((s) => [s]) },
  {
    weight: 2,
    arbitrary: fc.tuple(writer, writer, fc.nat(5)).map(([a, b, value]): readonly Step[] => [
      { kind: 'meet', who: a },
      { kind: 'meet', who: b },
      { kind: 'write', who: a, value },
      { kind: 'write', who: b, value: value + 1 },
      { kind: 'push', who: a },
      { kind: 'push', who: b },
    ]),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(reviewer, reviewer, fc.nat(1), fc.nat(1)).map(([a, b, one, other]): readonly Step[] => [
      { kind: 'meet', who: away(a) },
      { kind: 'meet', who: away(b) },
      { kind: 'answer', who: a, which: one },
      { kind: 'answer', who: b, which: other },
      { kind: 'push', who: away(b) },
      { kind: 'push', who: away(a) },
    ]),
  },
  {
    weight: 1,
    arbitrary: reviewer.map((r): readonly Step[] => [
      { kind: 'meet', who: away(r) },
      { kind: 'undo', who: r },
      { kind: 'meet', who: away(r) },
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(reviewer, writer, fc.nat(5)).map(([r, w, value]): readonly Step[] => [
      { kind: 'meet', who: away(r) },
      { kind: 'undo', who: r },
      { kind: 'meet', who: w },
      { kind: 'write', who: w, value },
      { kind: 'push', who: w },
      { kind: 'push', who: away(r) },
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(reviewer, fc.nat(1)).map(([r, which]): readonly Step[] => [
      { kind: 'right', who: r, right: 'kept' },
      { kind: 'meet', who: away(r) },
      { kind: 'answer', who: r, which },
      { kind: 'right', who: r, right: 'lost' },
      { kind: 'push', who: away(r) },
    ]),
  },
);
const stories = fc.array(scene, { minLength: 12, maxLength: 30 }).map((list) => list.flat());

async function take(world: ResolutionWorld, s: Step): Promise<void> {
  switch (s.kind) {
    case 'write':
      return world.write(s.who, s.value);
    case 'answer':
      return world.answer(s.who, s.which);
    case 'undo':
      return world.undo(s.who);
    case 'push':
      return world.push(s.who);
    case 'pull':
      return world.pull(s.who);
    case 'meet':
      await world.push(s.who);
      return world.pull(s.who);
    case 'right':
      return world.setRight(s.who, s.right);
    case 'wait':
      world.rig.now += s.hours * HOUR;
      await world.rig.committer.passOn(null);
      return expectSomebodyAsked(world);
    case 'restart':
      return world.rig.reopen();
  }
}

/** Plays it, lets everybody come back, and has what is left answered. */
async function played(story: readonly Step[], look: (world: ResolutionWorld) => void): Promise<void> {
  const rig = await new Rig().found();
  // Nothing is killed here, so nothing has to be on the disk.
  const hurry = (): void => void rig.database.connection.pragma('synchronous = OFF');
  try {
    hurry();
    const world = new ResolutionWorld(rig);
    for (const s of story) {
      await take(world, s);
      if (s.kind === 'restart') hurry();
    }
    await world.drain();
    look(world);
  } finally {
    rig.close();
  }
}

function always(look: (world: ResolutionWorld) => void, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(stories, (story) => played(story, look));
  return fc.assert(property, { numRuns, endOnFailure: true });
}

/** Whom an open question waits for may answer it, and wrote none of its values while there is somebody who did not. */
function expectSomebodyAsked(world: ResolutionWorld): void {
  const open = world.open();
  if (!open) return;
  const able = world.able();
  const impartial = able.filter((person) => !open.list.some((s) => s.person === person));
  const fit = impartial.length > 0 ? impartial : able;
  expect(fit.length === 0 ? [null] : fit).toContain(open.reviewer);
}

const isEdit = ({ change }: Arrival): boolean => change.edits[0]?.group === 'findings';
const openOf = (list: readonly AskedQuestion[]): AskedQuestion | undefined => list.find((q) => q.status === 'open');
const arrivalsOf = (world: ResolutionWorld, kind: 'edits' | 'answers'): readonly Arrival[] =>
  world.arrivals.filter((a) => isEdit(a) === (kind === 'edits'));

describe('questions in random interleavings', () => {
  it('[C-4, C-7] every real clash surfaces, once: one question, with both values as its sides', async () => {
    await always((world) => {
      for (const { change, outcome, before, after } of arrivalsOf(world, 'edits')) {
        const { saw, set } = change.edits[0] as (typeof change.edits)[number];
        const { cell } = before;
        const more = after.questions.length - before.questions.length;
        const isUnseen = cell !== undefined && !(saw.writer !== null && cell.w.includes(saw.writer));
        const isClash = isUnseen && !sameJson(cell.v, set);
        expect(more).toBe(isClash && openOf(before.questions) === undefined ? 1 : 0);
        if (more === 0) continue;
        const opened = openOf(after.questions);
        expect(opened?.list.map((s) => s.value)).toEqual([cell?.v, set]);
        expect(outcome).toEqual({ kind: 'conflict', question: opened?.id });
      }
      const asked = new Map<string, string>();
      for (const { id, pair } of pairsAsked(world)) {
        expect(asked.get(pair) ?? id).toBe(id);
        asked.set(pair, id);
      }
    }, 20);
  });

  it('[C-5, C-6] a question is settled once; a second answer learns who answered, and changes nothing', async () => {
    await always((world) => {
      const settled = new Map<string, number>();
      for (const { change, outcome, before, after } of arrivalsOf(world, 'answers')) {
        const id = change.edits[0]?.record as string;
        const [was, is] = [before, after].map((s) => s.questions.find((q) => q.id === id)?.state);
        const answer = readAnswer(change.edits[0]?.set ?? {});
        expect(outcome.kind === 'applied' ? was : is).toEqual(was);
        const isSecond = answer.undoes === null && was?.status === 'answered' && outcome.kind !== 'refused';
        const learns: EditOutcome = { kind: 'superseded', rule: 'answered', by: was?.answeredBy ?? null };
        expect(outcome).toEqual(isSecond ? learns : outcome);
        const turn = Number(is?.status === 'answered') - Number(was?.status === 'answered');
        expect(turn === 0 || outcome.kind === 'applied').toBe(true);
        expect(turn).toBeLessThanOrEqual(answer.undoes === null ? 1 : 0);
        settled.set(id, (settled.get(id) ?? 0) + turn);
      }
      const { questions } = world.seen();
      expect(questions.map((q) => [q.id, q.status, settled.get(q.id)])).toEqual(
        questions.map((q) => [q.id, 'answered', 1]),
      );
    }, 15);
  });

  it('[C-7] nobody settles a question by writing, and no edit closes one', async () => {
    await always((world) => {
      for (const { before, after } of arrivalsOf(world, 'edits')) {
        const stillOpen = after.questions.find((q) => q.id === openOf(before.questions)?.id);
        expect(stillOpen?.status ?? 'open').toBe('open');
        for (const q of before.questions.filter((b) => b.status === 'answered'))
          expect(after.questions.find((a) => a.id === q.id)?.state).toEqual(q.state);
      }
    }, 10);
  });

  it('[C-6] an answer is taken back only while it is what stands; newer work above it stays', async () => {
    await always((world) => {
      for (const { change, outcome, before, after } of arrivalsOf(world, 'answers')) {
        const { undoes } = readAnswer(change.edits[0]?.set ?? {});
        if (undoes === null || outcome.kind === 'refused') continue;
        const state = before.questions.find((q) => q.id === change.edits[0]?.record)?.state;
        const stands = before.cell?.q === undefined && before.cell?.w.includes(undoes) === true;
        expect(outcome.kind).toBe(state?.answer === undoes && stands ? 'applied' : 'superseded');
        expect(outcome.kind === 'superseded' ? after.cell?.v : null).toEqual(
          outcome.kind === 'superseded' ? before.cell?.v : null,
        );
      }
    }, 10);
  });

  it('[C-5, H-4] who lost the right does not decide: the answer is held, and the question stays as it was', async () => {
    await always((world) => {
      for (const { outcome, before, after, hasRight } of arrivalsOf(world, 'answers')) {
        expect(outcome.kind === 'refused').toBe(!hasRight);
        expect(hasRight ? before : after).toEqual(before);
      }
    }, 10);
  });

  it('[C-6, W-6, L-1] no value is missing from history, all replicas are equal, the books balance', async () => {
    await always((world) => {
      const { storage } = world.rig;
      const log = storage.log(ORG, 0 as never, 100_000);
      for (const change of world.made) {
        const id = idOfChange(change);
        const entry = log.find((e) => e.kind === 'change' && changeId(e.device, e.epoch, e.seq) === id);
        const isRefused = entry?.outcome?.[0]?.kind === 'refused';
        expect(entry).toBeDefined();
        expect(entry?.edits[0]?.value ?? {}).toMatchObject(isRefused ? {} : (change.edits[0]?.set ?? {}));
      }
      const told = storage.history(ORG, JOB, 0 as never, 100_000);
      const texts = told.filter((h) => h.edit.group === 'findings').map((h) => h.edit.value['text']);
      for (const { change } of arrivalsOf(world, 'edits')) expect(texts).toContain(change.edits[0]?.set['text']);
      for (const { here, there } of world.replicas()) expect(here).toEqual(there);
      expectKeptBooks(world.rig);
      for (const { outcome } of told.filter((h) => h.entry.kind === 'change' && h.edit.group === 'findings'))
        expect(['applied', 'superseded']).toContain(outcome.kind);
    }, 15);
  });

  it('[C-4] what nobody answers goes up, and the limit begins anew with each who is asked', async () => {
    await always((world) => {
      for (const [before, after] of statesOf(world)) {
        const at = after.escalatedAt;
        if (typeof at !== 'number' || at === before.escalatedAt) continue;
        expect(at - (before.askedAt ?? before.openedAt)).toBeGreaterThanOrEqual(ESCALATE_MS);
        expect(after.escalatedFrom).toBe(before.reviewer);
        expect(rungOf(after.reviewerRole)).toBeGreaterThan(rungOf(before.reviewerRole));
        expect(after).toMatchObject({ status: 'open', askedAt: at });
      }
    }, 10);
  });
});

type Stage = QuestionState & { readonly openedAt: number };

/** The states that each question went through, two by two. */
function statesOf(world: ResolutionWorld): readonly (readonly [Stage, Stage])[] {
  const { storage } = world.rig;
  return world.seen().questions.flatMap(({ id }) => {
    const told = storage.history(ORG, id, 0 as never, 100_000);
    const { openedAt } = readSubject(told.find((h) => h.edit.group === 'subject')?.edit.value);
    const states = told.filter((h) => h.edit.group === 'state').map((h) => readState(h.edit.value));
    return states.slice(1).map((after, i): readonly [Stage, Stage] => {
      const before = states[i] ?? after;
      return [
        { ...before, openedAt },
        { ...after, openedAt },
      ];
    });
  });
}

/** Every two changes that were ever put before somebody as "this or that", by question. */
function pairsAsked(world: ResolutionWorld): readonly { readonly id: string; readonly pair: string }[] {
  const log = world.rig.storage.log(ORG, 0 as never, 100_000);
  return log.flatMap((entry) =>
    entry.edits.flatMap(({ record, group, value }) => {
      if (entry.kind !== 'question' || group !== 'sides') return [];
      const [canonical, ...others] = readSides(value);
      return (canonical?.writers ?? []).flatMap((a) =>
        others.flatMap((side) => side.writers.map((b) => ({ id: record, pair: [a, b].toSorted().join(' or ') }))),
      );
    }),
  );
}
