// Open questions that go up by themselves in a serving process, and a right that ended while an answer was under way.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decodeBody } from '../../../domain/record/body.ts';
import { nameOf } from '../../../domain/question/question.ts';
import { readState } from '../../../domain/schema/read-question.ts';
import { coreOf } from '../../support/core.ts';
import type { TestConsole } from '../../support/console.ts';
import { edit } from '../../support/edits.ts';
import { JOB, NORTH, ORG, PEOPLE } from '../../support/hospital.ts';
import { onlyQuestion } from '../../support/questions.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
  await team.rig.submit(
    team.rig.laptop('ana').change([edit(JOB, 'workOrder.findings', { text: 'dry' })]),
    team.rig.laptop('ben').change([edit(JOB, 'workOrder.findings', { text: 'wet' })]),
  );
});
afterEach(() => team.close());

/** Whom the question waits for, as that console knows it. */
function askedOf(console: TestConsole) {
  const row = console.replica.records.byId.get(onlyQuestion(team.rig, JOB).id);
  return row ? readState(decodeBody(row.body)['state']?.v) : null;
}

it('[C-4] a question goes up while the server serves, over a restart as well, and consoles hear of it', async () => {
  const lena = await team.join('lena');
  expect(askedOf(lena)).toMatchObject({ reviewer: PEOPLE.maria });
  // What is due is in the database: nothing of it is in the process.
  team.rig.storage.directory.setEscalateAfter(ORG, 1);
  await team.restart();
  await until(
    () => `lena is asked, or somebody above her: ${JSON.stringify(askedOf(lena))}`,
    () => askedOf(lena)?.reviewer !== PEOPLE.maria,
  );
  expect(askedOf(lena)).toMatchObject({ status: 'open', escalatedFrom: PEOPLE.maria, reviewer: PEOPLE.lena });
  await team.settled();
});

it('[C-5, H-4] an answer given offline by a manager who may not any more is held, in words; somebody else is asked', async () => {
  const maria = await team.join('maria');
  const core = coreOf(maria);
  maria.engine.switchOff();
  const { id, list } = onlyQuestion(team.rig, JOB);
  const [canonical, other] = list;
  if (!canonical || !other) throw new Error('there are no two sides');
  core.answer({ question: id, side: nameOf(other), against: [nameOf(canonical)], reason: null });
  const account = team.rig.storage.directory.account(ORG, PEOPLE.maria);
  if (account) team.rig.storage.directory.putAccount(ORG, { ...account, role: 'technician', sites: [NORTH] });
  maria.engine.switchOn();
  await until(
    () => `the answer is held: ${JSON.stringify(core.sync().held)}`,
    () => core.sync().held.length === 1,
  );
  expect(core.sync().held[0]).toMatchObject({
    reason: 'You may not answer questions of this site any more: somebody else is asked.',
  });
  await team.rig.committer.passOn(null);
  expect(onlyQuestion(team.rig, JOB)).toMatchObject({ status: 'open', reviewer: PEOPLE.lena });
  await team.caughtUp();
  expect(askedOf(maria)).toMatchObject({ status: 'open', reviewer: PEOPLE.lena });
  core.stop();
});
