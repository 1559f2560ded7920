import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestConsole } from '../../support/console.ts';
import { cutDialer } from '../../support/cut.ts';
import { edit, saw } from '../../support/edits.ts';
import { importedBy, JOB, NORTH, PUMP_JOB, SCANNER, SOUTH } from '../../support/hospital.ts';
import { hurriedTimers } from '../../support/hurried.ts';
import { Team } from '../../support/team.ts';
import { turns, until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

const WHO = ['ana', 'ben', 'cid', 'maria'] as const;
type Step = {
  readonly who: number;
  readonly what: 'note' | 'findings' | 'parts' | 'move' | 'switch';
  readonly text: string;
};

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat({ max: WHO.length - 1 }),
  what: fc.constantFrom('note', 'note', 'findings', 'parts', 'parts', 'move', 'switch'),
  text: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
});

function take(console: TestConsole, { what, text }: Step): void {
  const job = console.who === 'cid' ? PUMP_JOB : JOB;
  if (what === 'switch') {
    console.engine.switchOff();
    console.engine.switchOn();
  } else if (console.replica.records.byId.get(job) === undefined) return;
  else if (what === 'note') console.save(null, 'note.entry', { workOrder: job, text });
  else if (what === 'findings') console.save(job, 'workOrder.findings', { text });
  else if (what === 'parts') console.save(job, 'workOrder.parts', { declared: text.length > 4 ? 'none' : 'some' });
  else if (console.who === 'maria') {
    const at = console.shown(SCANNER)['place']?.v['site'];
    console.save(SCANNER, 'equipment.place', { site: at === NORTH ? SOUTH : NORTH, room: text });
  }
}

describe('[W-8] comparing while the team works', () => {
  it('[W-8] gives no false alarm, whatever travels meanwhile', async () => {
    const seen: string[] = [];
    const dialer = () => cutDialer(team.url, (kind) => (seen.push(kind), 'pass'));
    const consoles = await Promise.all(WHO.map((who) => team.join(who, { timers: hurriedTimers(), dialer: dialer() })));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const compared = seen.filter((k) => k === 'digests').length;
        for (const one of steps) {
          take(consoles[one.who] as TestConsole, one);
          await turns(4);
        }
        await team.settled();
        for (const c of consoles) {
          c.engine.switchOff();
          c.engine.switchOn();
        }
        await until('somebody compared', () => seen.filter((k) => k === 'digests').length > compared);
      }),
      { numRuns: 12, endOnFailure: true },
    );
    await team.settled();
    expect(seen).not.toContain('mended');
    expect(seen).not.toContain('partAsk');
  });

  it('[W-8] a log that never rests does not keep two ends from being compared', async () => {
    const seen: string[] = [];
    const dialer = cutDialer(team.url, (kind) => (seen.push(kind), 'pass'));
    const ana = await team.join('ana', { timers: hurriedTimers(), dialer });
    const ben = await team.join('ben');
    let working = true;
    const work = async (): Promise<void> => {
      for (let n = 0; working; n++) {
        ben.save(null, 'note.entry', { workOrder: JOB, text: `note ${n}` });
        await team.rig.import([edit(SCANNER, 'equipment.place', { room: `B${n}` }, saw(importedBy(9)))]);
        await turns(2);
      }
    };
    const done = work();
    await until('ana compared', () => seen.filter((k) => k === 'digests').length > 0);
    working = false;
    await done;
    await team.settled();
    expect(seen).not.toContain('mended');
    expect(ana.replica.readMeta('mended')).toBeNull();
  });
});
