/** Two records for one thing (C-10): what must hold whatever people enter, write, rename, archive, answer and take back. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../domain/ids.ts';
import { nameOf } from '../../domain/question/question.ts';
import { answer, undoAnswer } from '../../main/verbs/save.ts';
import { expectKeptBooks } from '../support/books.ts';
import type { TestConsole } from '../support/console.ts';
import { NORTH, ORG, Rig } from '../support/hospital.ts';
import { sidesOn } from '../support/questions.ts';
import { Team } from '../support/team.ts';
import { pick, serialOf, step, steps, World, type Step } from './duplicate-world.ts';

function expectWhole(world: World): void {
  const { rig, devices } = world;
  const aliases = world.questions().filter((q) => q.group === 'alias');
  const pairs = aliases.map((q) => JSON.stringify([q.about, q.list[1]?.value]));
  expect(new Set(pairs).size, 'one question for a pair under a name').toBe(pairs.length);
  const bodies = devices.map((id) => ({ id, body: rig.body(id) }));
  const live = bodies.filter(({ body }) => body['archived']?.v['archived'] !== true && !body['alias']?.v['of']);
  const name = (body: (typeof bodies)[number]['body']): string =>
    JSON.stringify(body['identity']?.v['serial'] ?? null)
      .replaceAll(' ', '')
      .toLowerCase();
  for (const [i, later] of live.entries()) {
    for (const earlier of live.slice(0, i)) {
      if (name(earlier.body) !== name(later.body)) continue;
      const wasAsked = aliases.some((q) => q.about === later.id && q.list[1]?.value['of'] === earlier.id);
      expect(wasAsked || later.body['alias']?.q !== undefined, 'nobody is overlooked').toBe(true);
    }
  }
  for (const { id, body } of bodies) {
    const of = body['alias']?.v['of'];
    expect(typeof of !== 'string' || devices.indexOf(of as RecordId) < devices.indexOf(id)).toBe(true);
    expect(rig.row(id)?.parent ?? null).toBe(of ?? null);
  }
  const logged = rig.storage.log(ORG, 0 as never, 10_000).flatMap((e) => e.edits.map((x) => x.value['reason']));
  for (const text of world.texts) expect(logged).toContain(text);
  expectKeptBooks(rig);
}

describe('[C-10] devices entered again and again', () => {
  it('[C-10] one question for a pair, nobody overlooked, every edit where it belongs, nothing lost', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const rig = await new Rig().found();
        // Nothing is killed here, so nothing has to be on the disk.
        rig.database.connection.pragma('synchronous = OFF');
        try {
          const world = new World(rig);
          for (const s of plan) await world.take(s);
          expect(world.flaws).toEqual([]);
          expectWhole(world);
        } finally {
          rig.close();
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('[C-10, W-6, W-8] offline and back: everything settles, and all replicas equal the server', async () => {
    const plans = fc.array(fc.tuple(step, fc.boolean()), { minLength: 6, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const team = await new Team().start();
        try {
          expect(await travel(team, plan), 'values that are nowhere in the log').toEqual([]);
        } finally {
          await team.close();
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

/** `true`: whoever acts goes offline first, and comes back at the end. Gives what was written and is nowhere. */
async function travel(team: Team, plan: readonly (readonly [Step, boolean])[]): Promise<readonly string[]> {
  const people = await Promise.all((['ana', 'ben', 'lena'] as const).map((who) => team.join(who)));
  const maria = await team.join('maria');
  const devices: RecordId[] = [];
  const written: string[] = [];
  for (const [s, offline] of plan) {
    const isManagers = s.kind === 'answer' || s.kind === 'undo';
    const by = isManagers ? maria : (pick(people, s.who) as TestConsole);
    if (offline) by.engine.switchOff();
    if (isManagers) decide(team, maria, s, devices);
    else act(by, s, devices, written);
  }
  for (const c of [...people, maria]) {
    c.engine.switchOn();
    await team.settled(c);
  }
  await team.settled();
  const { storage } = team.rig;
  const logged = new Set(storage.log(ORG, 0 as never, 10_000).flatMap((e) => e.edits.map((x) => x.value['reason'])));
  return written.filter((text) => !logged.has(text));
}

type Made = Exclude<Step, { kind: 'answer' | 'undo' }>;

function act(by: TestConsole, s: Made, devices: RecordId[], written: string[]): void {
  const here = devices.filter((id) => by.replica.records.byId.get(id) !== undefined);
  const device = pick(here, s.which);
  if (s.kind === 'create') {
    const identity = { type: 'Pump', manufacturer: 'Brugger', serial: serialOf(s.serial, devices.length) };
    const made = by.save(null, 'equipment.identity', identity).records[0]!;
    by.save(made, 'equipment.place', { site: NORTH });
    devices.push(made);
  } else if (device !== undefined && s.kind === 'rename') {
    by.save(device, 'equipment.identity', { serial: serialOf(s.serial, s.which) });
  } else if (device !== undefined && s.kind === 'archive') {
    by.save(device, 'equipment.archived', { archived: true });
  } else if (device !== undefined) {
    written.push(`v${written.length}`);
    by.save(device, 'equipment.condition', { state: 'restricted', reason: written.at(-1) ?? '' });
  }
}

/** As far as the manager has heard of the question. */
function decide(team: Team, maria: TestConsole, s: Exclude<Step, Made>, devices: readonly RecordId[]): void {
  const all = devices.flatMap((id) => sidesOn(team.rig, id)).filter((q) => maria.replica.records.byId.get(q.id));
  const asked = pick(all, s.which);
  if (!asked) return;
  const names = asked.list.slice(0, 2).map(nameOf);
  const [side, lost] = s.kind === 'answer' && s.same ? names.toReversed() : names;
  if (s.kind === 'undo' && asked.state.answer) {
    undoAnswer(maria.replica, maria.author(), { question: asked.id, answer: asked.state.answer });
  } else if (side && lost) {
    answer(maria.replica, maria.author(), { question: asked.id, side, against: [lost], reason: 'seen' });
  }
  maria.engine.wake();
}
