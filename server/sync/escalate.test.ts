// Who is asked, and who is asked next, on the real server: rights that end, limits that pass, restarts in between.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import { decodeBody } from '../../domain/record/body.ts';
import { schema } from '../compose.ts';
import { expectKeptBooks } from '../../tests/support/books.ts';
import { edit, saw } from '../../tests/support/edits.ts';
import { JOB, NORTH, ORG, PEOPLE, Rig, SOUTH, type Who } from '../../tests/support/hospital.ts';
import { idOfChange, type Laptop } from '../../tests/support/laptop.ts';
import { onlyQuestion } from '../../tests/support/questions.ts';
import { watchQuestions } from './watch-questions.ts';

const HOUR = 3_600_000;

let rig: Rig;
let first: Change;
let second: Change;
beforeEach(async () => {
  rig = await new Rig().found();
  rig.storage.directory.setEscalateAfter(ORG, 8 * HOUR);
});
afterEach(() => rig.close());

async function ask(one: Who, other: Who): Promise<void> {
  first = rig.laptop(one).change([edit(JOB, 'workOrder.findings', { text: 'dry' })]);
  second = rig.laptop(other).change([edit(JOB, 'workOrder.findings', { text: 'wet' })]);
  await rig.submit(first, second);
}
const state = () => onlyQuestion(rig, JOB).state;
function answerBy(laptop: Laptop): Change {
  const answer = { chosen: idOfChange(second), against: [idOfChange(first)], undoes: null, reason: null };
  return laptop.change([edit(onlyQuestion(rig, JOB).id, 'question.answer', answer)]);
}
function put(who: Who, more: object): void {
  const account = rig.storage.directory.account(ORG, PEOPLE[who]);
  if (!account) throw new Error(`${who} has no account`);
  rig.storage.directory.putAccount(ORG, { ...account, ...more });
}
const look = () => rig.committer.passOn(null);

describe('[C-4] who is asked', () => {
  it('[C-4] the manager, who wrote neither value', async () => {
    await ask('ana', 'ben');
    expect(state()).toMatchObject({ reviewer: PEOPLE.maria, reviewerRole: 'manager' });
  });

  it.each([['maria', 'ana'] as const, ['ana', 'maria'] as const])(
    '[C-4] nobody about their own value: %s against %s goes to the lead',
    async (one, other) => {
      await ask(one, other);
      expect(state()).toMatchObject({ reviewer: PEOPLE.lena, reviewerRole: 'lead' });
    },
  );

  it('[C-4] an author, where there is nobody else', async () => {
    put('lena', { disabledAt: 1 });
    put('admin', { disabledAt: 1 });
    await ask('maria', 'ana');
    expect(state()).toMatchObject({ reviewer: PEOPLE.maria });
    expect(await look()).toMatchObject({ anew: 0, escalated: 0 });
  });

  it('[C-4, C-7] who contends, or joins a side, is an author from then on', async () => {
    await ask('ana', 'ben');
    await rig.submit(rig.laptop('maria').change([edit(JOB, 'workOrder.findings', { text: 'foggy' })]));
    expect(state()).toMatchObject({ reviewer: PEOPLE.lena });
    await rig.submit(rig.laptop('lena').change([edit(JOB, 'workOrder.findings', { text: 'wet' })]));
    expect(state()).toMatchObject({ reviewer: PEOPLE.admin, reviewerRole: 'admin' });
  });
});

describe('[C-4] a question that nobody answers', () => {
  it('[C-4] goes from the manager to the lead, from the lead to the admin, and stays there', async () => {
    await ask('ana', 'ben');
    const openedAt = rig.now;
    rig.now += 8 * HOUR - 1;
    expect(await look()).toEqual({ anew: 0, escalated: 0, next: null });
    rig.now += 1;
    expect(await look()).toMatchObject({ escalated: 1 });
    expect(state()).toMatchObject({
      status: 'open',
      reviewer: PEOPLE.lena,
      reviewerRole: 'lead',
      escalatedAt: openedAt + 8 * HOUR,
      escalatedFrom: PEOPLE.maria,
    });
    expect(await look()).toMatchObject({ escalated: 0 });
    rig.now += 8 * HOUR;
    await look();
    expect(state()).toMatchObject({ reviewer: PEOPLE.admin, escalatedFrom: PEOPLE.lena });
    rig.now += 80 * HOUR;
    const { position } = rig.storage.head(ORG);
    expect(await look()).toEqual({ anew: 0, escalated: 0, next: null });
    expect(rig.storage.head(ORG).position).toBe(position);
  });

  it('[C-4, A-1] is told in the log under the change that opened it, chained, with books that balance', async () => {
    await ask('ana', 'ben');
    rig.now += 8 * HOUR;
    await look();
    const { id } = onlyQuestion(rig, JOB);
    const last = rig.storage.log(ORG, (rig.storage.head(ORG).position - 1) as never, 10).at(-1);
    expect(last).toMatchObject({ kind: 'question', author: PEOPLE.ben, receivedAt: rig.now, outcome: null, hash: '' });
    expect(`${last?.device}.${last?.epoch}.${last?.seq}`).toBe(idOfChange(second));
    expect(last?.edits).toMatchObject([{ record: id, group: 'state', value: { escalatedFrom: PEOPLE.maria } }]);
    expect(rig.storage.chainAt(ORG, last?.pos ?? 0)).toBe(rig.storage.head(ORG).chain);
    const told = rig.storage.history(ORG, id, 0 as never, 100).filter((h) => h.edit.group === 'state');
    expect(told.map((h) => h.edit.value['reviewer'])).toEqual([PEOPLE.maria, PEOPLE.lena]);
    expectKeptBooks(rig);
    expect(await rig.outcome(second)).toMatchObject([{ kind: 'conflict', question: id }]);
  });

  it('[C-4, W-5] reaches consoles like any change: the question passes the position of its entry', async () => {
    await ask('ana', 'ben');
    const before = rig.storage.head(ORG).position;
    rig.now += 8 * HOUR;
    await look();
    const page = rig.storage.pullPage(ORG, [NORTH], before, rig.storage.head(ORG).position, 10);
    expect(page.rows.map((r) => [r.collection, r.k1])).toEqual([['question', PEOPLE.lena]]);
    const group = schema.collections['question']?.groups['state'];
    expect(group?.shape.safeParse(decodeBody(page.rows[0]?.body ?? '{}')['state']?.v).success).toBe(true);
  });

  it('[C-4] what is due after a restart is passed on once', async () => {
    await ask('ana', 'ben');
    rig.now += 9 * HOUR;
    rig.reopen();
    expect(await look()).toMatchObject({ escalated: 1 });
    rig.reopen();
    expect(await look()).toMatchObject({ escalated: 0 });
  });

  it('[C-4] is not passed on where the organisation does not want it', async () => {
    rig.storage.directory.setEscalateAfter(ORG, null);
    await ask('ana', 'ben');
    rig.now += 800 * HOUR;
    expect(await look()).toEqual({ anew: 0, escalated: 0, next: null });
  });

  it('[C-4] skips an author on the way up', async () => {
    await ask('lena', 'ben');
    rig.now += 8 * HOUR;
    await look();
    expect(state()).toMatchObject({ reviewer: PEOPLE.admin, escalatedFrom: PEOPLE.maria });
  });

  it.each(['maria', 'lena', 'admin'] as const)('[C-4, C-5] may still be answered by %s', async (who) => {
    await ask('ana', 'ben');
    rig.now += 8 * HOUR;
    await look();
    expect(await rig.outcome(answerBy(rig.laptop(who)))).toEqual([{ kind: 'applied' }]);
    expect(state()).toMatchObject({ status: 'answered', answeredBy: PEOPLE[who], escalatedFrom: PEOPLE.maria });
  });

  it('[C-4, C-6] an answer taken back gives whoever is asked the whole time again', async () => {
    await ask('ana', 'ben');
    const maria = rig.laptop('maria');
    const answer = answerBy(maria);
    await rig.submit(answer);
    rig.now += 20 * HOUR;
    const back = { chosen: null, against: null, undoes: idOfChange(answer), reason: null };
    await rig.submit(maria.change([edit(onlyQuestion(rig, JOB).id, 'question.answer', back, saw(idOfChange(answer)))]));
    expect(await look()).toMatchObject({ escalated: 0 });
    rig.now += 8 * HOUR;
    expect(await look()).toMatchObject({ escalated: 1 });
  });

  it('[C-4] many are looked at page by page, and none is left out', async () => {
    const [ana, ben] = [rig.laptop('ana'), rig.laptop('ben')];
    const values = [
      ['findings', { text: 'dry' }, { text: 'wet' }],
      ['parts', { declared: 'none' }, { declared: 'some' }],
      ['progress', { status: 'done' }, { status: 'started' }],
    ] as const;
    for (const [group, one, other] of values)
      await rig.submit(
        ana.change([edit(JOB, `workOrder.${group}`, one)]),
        ben.change([edit(JOB, `workOrder.${group}`, other)]),
      );
    rig.now += 8 * HOUR;
    const firstPage = await rig.committer.passOn(null, 2);
    expect(firstPage).toMatchObject({ escalated: 2 });
    expect(await rig.committer.passOn(firstPage.next, 2)).toMatchObject({ escalated: 1, next: null });
    const open = await rig.storage.transact(ORG, (view) => ({ effects: null, result: view.openQuestions(null, 9) }));
    expect(new Set(open.map((r) => r.k1))).toEqual(new Set([PEOPLE.lena]));
  });
});

describe('[C-4, H-4] a right that ends', () => {
  it.each([
    ['is disabled', { disabledAt: 5 }],
    ['is a technician now', { role: 'technician', sites: [NORTH] }],
    ['works at another site', { sites: [SOUTH] }],
  ])('[C-4] a manager who %s: the questions are asked of somebody else', async (_words, more) => {
    await ask('ana', 'ben');
    put('maria', more);
    rig.now += 60_000;
    expect(await look()).toMatchObject({ anew: 1, escalated: 0 });
    expect(state()).toMatchObject({ status: 'open', reviewer: PEOPLE.lena, askedAt: rig.now });
    expect(state().escalatedAt ?? null).toBeNull();
    rig.now += 8 * HOUR - 1;
    expect(await look()).toMatchObject({ escalated: 0 });
  });

  it.each([
    ['was disabled', { disabledAt: 5 }],
    ['is a technician now', { role: 'technician', sites: [NORTH] }],
    ['works at another site', { sites: [SOUTH] }],
  ])(
    '[C-5, H-4] an answer from somebody who %s is held with its reason, and the question stays open',
    async (_w, more) => {
      await ask('ana', 'ben');
      const maria = rig.laptop('maria');
      const answer = answerBy(maria);
      put('maria', more);
      expect(await rig.outcome(answer)).toEqual([
        {
          kind: 'refused',
          code: 'notAllowed',
          words: 'you may not answer questions of this site any more: somebody else is asked',
        },
      ]);
      expect(state().status).toBe('open');
      await look();
      expect(state()).toMatchObject({ reviewer: PEOPLE.lena });
      expect(await rig.outcome(answerBy(rig.laptop('lena')))).toEqual([{ kind: 'applied' }]);
      expect(state()).toMatchObject({ status: 'answered', answeredBy: PEOPLE.lena });
      expectKeptBooks(rig);
    },
  );

  it('[C-4] what has gone up does not come down again', async () => {
    await ask('ana', 'ben');
    rig.now += 8 * HOUR;
    await look();
    put('lena', { disabledAt: 5 });
    await look();
    expect(state()).toMatchObject({ reviewer: PEOPLE.admin, escalatedFrom: PEOPLE.maria });
  });

  it('[C-4] with nobody left it waits for nobody, and for the first who comes', async () => {
    await ask('ana', 'ben');
    for (const who of ['maria', 'lena', 'admin'] as const) put(who, { disabledAt: 5 });
    await look();
    expect(state()).toMatchObject({ status: 'open', reviewer: null, reviewerRole: null });
    expect(await look()).toMatchObject({ anew: 0 });
    put('admin', { disabledAt: null });
    await look();
    expect(state()).toMatchObject({ reviewer: PEOPLE.admin });
  });
});

describe('[C-4] the serving process', () => {
  it('[C-4] looks by itself, goes on after trouble, and ends when it is told to', async () => {
    const tasks: (() => void)[] = [];
    const logged: string[] = [];
    let trouble = true;
    const end = watchQuestions({
      committer: {
        passOn: async (after) => {
          if (trouble) throw new Error('the database is busy');
          return rig.committer.passOn(after);
        },
      },
      after: (_ms, task) => {
        tasks.push(task);
        return () => void tasks.splice(tasks.indexOf(task), 1);
      },
      log: ({ event }) => void logged.push(event),
    });
    const turn = async (): Promise<void> => {
      tasks.shift()?.();
      while (tasks.length === 0) await new Promise((resolve) => setImmediate(resolve));
    };
    await ask('ana', 'ben');
    rig.now += 8 * HOUR;
    await turn();
    trouble = false;
    await turn();
    expect(state()).toMatchObject({ reviewer: PEOPLE.lena });
    expect(logged).toEqual(['questions not passed on', 'questions passed on']);
    end();
    expect(tasks).toEqual([]);
  });
});
