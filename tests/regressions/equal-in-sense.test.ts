// Own work on top of a value that was equal in sense but not in the letter came back as a position only, and the replica
// kept its own letters: a digest that differed from the server's for ever.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sawOf } from '../../main/replica/commit-change.ts';
import { save } from '../../main/verbs/save.ts';
import { JOB } from '../support/hospital.ts';
import { Team } from '../support/team.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

it('[C-2, W-8] cleared and never written count as equal, and both ends still keep the same letters', async () => {
  const [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
  ana.engine.switchOff();
  ben.engine.switchOff();
  ana.save(JOB, 'workOrder.progress', { status: 'started', outcome: null });
  ben.save(JOB, 'workOrder.progress', { status: 'started' });
  // Ben's form opens now, on top of his own words, and is saved when those have long been settled.
  const opened = ben.shown(JOB)['progress'];
  ana.engine.switchOn();
  await team.settled(ana);
  ben.engine.switchOn();
  await team.settled();
  save(ben.replica, ben.author(), {
    edits: [
      {
        record: JOB,
        collection: 'workOrder',
        group: 'progress',
        set: { started: 5 },
        seen: opened?.v as never,
        saw: sawOf(opened, undefined, undefined),
      },
    ],
  });
  ben.engine.wake();
  await team.settled();
  expect(ben.shown(JOB)['progress']?.v).toEqual({ status: 'started', outcome: null, started: 5 });
});
