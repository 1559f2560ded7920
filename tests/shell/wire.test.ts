// The link of the renderer and the handler of the main process, joined in memory: what both shells rely on.
import { createTRPCClient } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import type { ConsoleRouter } from '../../main/ipc/router.ts';
import { servePage } from '../../main/ipc/serve.ts';
import { LARGEST_MESSAGE } from '../../protocol/ipc/wire.ts';
import { consoleLink } from '../../renderer/ipc/link.ts';
import type { Door, Transport, TransportEvents } from '../../renderer/ipc/transport.ts';
import { standInApi } from '../stand-in/console-api.ts';

function join() {
  const core = standInApi();
  const bugs: string[] = [];
  const sent: string[] = [];
  const doors: Door['state'][] = [];
  let events: TransportEvents | null = null;
  const connect = () =>
    servePage({
      api: core.api,
      send: (text) => queueMicrotask(() => events?.message(text)),
      onBug: (bug) => bugs.push(`${bug.path}: ${bug.error.message}`),
    });
  let page = connect();
  const transport: Transport = {
    start(given) {
      events = given;
      given.up();
    },
    send(text) {
      sent.push(text);
      expect(page.receive(text)).toBe(true);
    },
  };
  const trpc = createTRPCClient<ConsoleRouter>({ links: [consoleLink(transport, (door) => doors.push(door.state))] });
  return {
    core,
    bugs,
    sent,
    doors,
    trpc,
    down: () => {
      page.close();
      events?.down();
    },
    up: () => {
      page = connect();
      events?.up();
    },
    refuse: (words: string) => events?.refused(words),
  };
}

/** Lets everything that is under way settle. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it must fail'),
    (error: unknown) => error as { data?: { code: string; fault: unknown }; cause?: Error; message: string },
  );

const codeOf = (text: string) => (JSON.parse(text) as { error: { data: { code: string } } }).error.data.code;

const quiet = () => servePage({ api: standInApi().api, send: () => {}, onBug: () => {} });

describe('a call', () => {
  test('a question and a change come back with their results', async () => {
    const { trpc } = join();
    expect(await trpc.settings.get.query()).toMatchObject({ theme: 'system' });
    expect(await trpc.settings.change.mutate({ theme: 'sunlight' })).toMatchObject({
      theme: 'sunlight',
      density: 'normal',
    });
    expect(await trpc.session.unlock.mutate({ pin: '4711' })).toBeUndefined();
  });

  test('an expected fault arrives as data', async () => {
    const { trpc, bugs } = join();
    const error = await failed(trpc.session.unlock.mutate({ pin: '0000' }));
    expect(error.data?.fault).toEqual({ kind: 'wrongPin', words: 'That is not the PIN.', field: 'pin', code: 'PIN-1' });
    expect(bugs).toEqual([]);
  });

  test('an input of the wrong shape is refused before the verb is called', async () => {
    const { trpc, core } = join();
    const error = await failed(trpc.records.save.mutate({ edits: [] }));
    expect(error.data?.code).toBe('BAD_REQUEST');
    expect(core.saves).toEqual([]);
  });

  test('a bug is told to the log, and to the page without its stack', async () => {
    const { trpc, bugs } = join();
    const error = await failed(trpc.sync.view.query());
    expect(error.data).toEqual({ code: 'INTERNAL_SERVER_ERROR', path: 'sync.view', fault: null });
    expect(bugs).toEqual(['sync.view: a bug, on purpose']);
  });

  test('a path that does not exist, or names something inherited, is not found', async () => {
    const { core } = join();
    const answers: string[] = [];
    const page = servePage({ api: core.api, send: (text) => answers.push(text), onBug: () => expect.fail('no bug') });
    expect(page.receive(JSON.stringify({ type: 'query', id: 1, path: 'no.where' }))).toBe(true);
    expect(page.receive(JSON.stringify({ type: 'query', id: 2, path: 'constructor.name' }))).toBe(true);
    await settle();
    expect(answers.map(codeOf)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  test('aborting ends it at once and stops it on the other side', async () => {
    const { trpc, sent } = join();
    const abort = new AbortController();
    const waiting = failed(trpc.session.demoPeople.query(undefined, { signal: abort.signal }));
    await settle();
    abort.abort();
    expect((await waiting).cause?.name).toBe('AbortError');
    expect(JSON.parse(sent.at(-1)!)).toEqual({ type: 'stop', id: 1 });
  });
});

describe('a subscription', () => {
  test('starts, follows, and stops listening when it is ended', async () => {
    const { trpc, core } = join();
    const seen: string[] = [];
    const watch = trpc.session.watch.subscribe(undefined, {
      onStarted: () => seen.push('started'),
      onData: (state) => seen.push(state.version),
    });
    await settle();
    core.tell('1');
    await settle();
    expect(seen).toEqual(['started', '0', '1']);
    watch.unsubscribe();
    await settle();
    core.tell('2');
    await settle();
    expect(seen).toEqual(['started', '0', '1']);
    expect(core.listeners()).toBe(0);
  });

  test('begins again when the way was lost and found', async () => {
    const { trpc, core, down, up, doors } = join();
    const seen: string[] = [];
    trpc.session.watch.subscribe(undefined, {
      onStarted: () => seen.push('started'),
      onData: (state) => seen.push(state.version),
    });
    await settle();
    down();
    await settle();
    expect(core.listeners()).toBe(0);
    core.tell('1');
    up();
    await settle();
    expect(seen).toEqual(['started', '0', 'started', '1']);
    expect(doors).toEqual(['open', 'lost', 'open']);
  });
});

describe('when the way is lost', () => {
  test('a question is asked again, a change is not and says that its outcome is unknown', async () => {
    const { trpc, down, up, sent } = join();
    const question = trpc.session.demoPeople.query();
    void question.catch(() => {});
    const change = failed(trpc.settings.openAnotherConsole.mutate());
    down();
    const kinds = (await change).data?.fault as { kind: string; code: string };
    expect(kinds).toMatchObject({ kind: 'cannotSave', code: 'IPC-1' });
    sent.length = 0;
    up();
    expect(sent.map((text) => (JSON.parse(text) as { path: string }).path)).toEqual(['session.demoPeople']);
  });

  test('a change made meanwhile is refused at once, a question waits', async () => {
    const { trpc, down, up } = join();
    down();
    const question = trpc.settings.get.query();
    expect((await failed(trpc.session.lock.mutate())).data?.fault).toMatchObject({ code: 'IPC-2' });
    up();
    expect(await question).toMatchObject({ theme: 'system' });
  });

  test('a refused page says why to every call, now and later', async () => {
    const { trpc, refuse } = join();
    const waiting = failed(trpc.session.demoPeople.query());
    refuse('Open Holdfast from its icon.');
    expect((await waiting).data?.fault).toMatchObject({ kind: 'notAllowed', words: 'Open Holdfast from its icon.' });
    expect((await failed(trpc.settings.get.query())).data?.fault).toMatchObject({ code: 'IPC-3' });
  });
});

describe('the handler', () => {
  test.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['an unknown type', '{"type":"eval","id":1}'],
    ['an id that is no number', '{"type":"query","id":"1","path":"settings.get"}'],
    ['a path with other signs', '{"type":"query","id":1,"path":"settings/../get"}'],
    ['a field too many', '{"type":"stop","id":1,"also":true}'],
    [
      'more than 1 MiB',
      JSON.stringify({ type: 'query', id: 1, path: 'settings.get', input: 'x'.repeat(LARGEST_MESSAGE) }),
    ],
  ])('refuses %s', (_, text) => {
    expect(quiet().receive(text)).toBe(false);
  });

  test('an id in use and too many calls at once are refused, the first ones go on', async () => {
    const answers: string[] = [];
    const page = servePage({ api: standInApi().api, send: (text) => answers.push(text), onBug: () => {} });
    for (let id = 1; id <= 500; id += 1) {
      page.receive(JSON.stringify({ type: 'query', id, path: 'session.demoPeople' }));
    }
    page.receive(JSON.stringify({ type: 'query', id: 1, path: 'session.demoPeople' }));
    page.receive(JSON.stringify({ type: 'query', id: 501, path: 'settings.get' }));
    await settle();
    expect(answers.map(codeOf)).toEqual(['BAD_REQUEST', 'TOO_MANY_REQUESTS']);
  });
});
