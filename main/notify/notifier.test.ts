import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeId, type PersonId } from '../../domain/ids.ts';
import type { Announcement } from '../../protocol/ipc/api.ts';
import { SampleReplica, side } from '../views/sample-replica.ts';
import { newQuestions } from '../views/questions.ts';
import type { NotifyPort } from '../shell/core.ts';
import { Notifier } from './notifier.ts';

let s: SampleReplica;
let ines: PersonId;
let due: (() => void)[];
let shown: { title: string; body: string; click: () => void }[];
let isOn: boolean;
let screen: 'open' | 'locked';

const desktop: NotifyPort = ({ title, body }, click) => {
  shown.push({ title, body, click });
  return true;
};

function notifier(over: { readonly desktop: NotifyPort | null } = { desktop }): Notifier {
  return new Notifier({
    replica: s.replica,
    timers: {
      now: () => s.now,
      after(_ms, task) {
        due.push(task);
        return () => undefined;
      },
      pause: () => Promise.resolve(),
      random: () => 0,
    },
    waiting: () => newQuestions(s.ctx({ person: ines, role: 'manager' })),
    screen: () => screen,
    isOn: () => isOn,
    ...over,
  });
}

function ask(): void {
  const job = s.job(s.device(s.site('Mercy Clermont')));
  const sides = [side(changeId(7, 1, 1), {}, s.me, 'a'), side(changeId(9, 1, 1), {}, s.me, 'b')];
  s.ask(job, 'workOrder', 'parts', sides, ines);
}

/** Whatever was to happen later, now. */
function later(): void {
  for (const task of due.splice(0)) task();
}

function look(of: Notifier): void {
  of.lookSoon();
  later();
}

beforeEach(() => {
  s = new SampleReplica();
  ines = s.person('Ines Roth', 'manager');
  due = [];
  shown = [];
  isOn = true;
  screen = 'open';
});
afterEach(() => s.close());

describe('notices of new questions', () => {
  it('[C-4] what waited before is not news; one says what and where, many are one notice', () => {
    const n = notifier();
    ask();
    look(n);
    expect(shown).toEqual([]);
    ask();
    look(n);
    expect(shown.map(({ title }) => title)).toEqual(['Which is right for Parts replaced?']);
    expect(shown[0]?.body).toMatch(/CT scanner SN 4471.*Mercy Clermont/);
    for (let i = 0; i < 4; i += 1) ask();
    n.lookSoon();
    n.lookSoon();
    later();
    expect(shown).toHaveLength(2);
    expect(shown[1]?.title).toBe('4 new questions for you');
    expect(shown[1]?.body).toMatch(/, and 3 others$/);
  });

  it('[C-4] nothing is told twice, also after a restart', () => {
    look(notifier());
    ask();
    look(notifier());
    look(notifier());
    expect(shown).toHaveLength(1);
  });

  it('a click leads to the one question, to the queue when there were several, and waits for a page', () => {
    const n = notifier();
    look(n);
    ask();
    look(n);
    const went: Announcement[] = [];
    shown[0]?.click();
    n.onAnnounced((a) => went.push(a));
    const [question] = newQuestions(s.ctx({ person: ines, role: 'manager' }));
    expect(went).toEqual([{ kind: 'open', question: question?.id }]);
    ask();
    ask();
    look(n);
    shown[1]?.click();
    expect(went[1]).toEqual({ kind: 'open', question: null });
  });

  it('behind a locked screen nothing of the work is said', () => {
    const n = notifier();
    look(n);
    screen = 'locked';
    ask();
    look(n);
    expect(shown).toMatchObject([{ title: 'A question waits for your answer', body: 'Sign in to read and answer.' }]);
  });

  it('switched off it stays silent, and what came meanwhile is not told when it is switched on', () => {
    const n = notifier();
    look(n);
    isOn = false;
    ask();
    look(n);
    isOn = true;
    look(n);
    expect(shown).toEqual([]);
  });

  it('where the pages show it, it waits for one, and is shown by all that are there', () => {
    const n = notifier({ desktop: null });
    look(n);
    ask();
    look(n);
    const heard: Announcement[] = [];
    n.onAnnounced((a) => heard.push(a));
    later();
    expect(heard).toMatchObject([{ kind: 'show', notice: { title: 'Which is right for Parts replaced?' } }]);
    look(n);
    expect(heard).toHaveLength(1);
    expect(s.replica.readMeta('noticed')).toHaveLength(1);
  });
});
