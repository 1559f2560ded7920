/** The test's line to the process under test: questions to its page and to the stand-in, over Node's own process channel. */
import type { Page } from 'playwright-core';
import { notes } from './notes.ts';
import { SEND } from './preload-world.ts';

export interface Controlled {
  readonly contents: () => { readonly page: Page | null } | null;
  readonly session: {
    ask(contents: unknown, permission: string, callback: (granted: boolean) => void): void;
    check(): boolean;
    device(): boolean;
  };
  readonly privileged: readonly object[];
  readonly clickNotice: () => void;
}

/** What a test may ask for. */
export type Question =
  | { readonly ask: 'notes' }
  /** Result of an expression in the page (awaited). */
  | { readonly ask: 'evaluate'; readonly expression: string }
  /** As if the browser had a hole: the window is somewhere else, whatever the guards say. */
  | { readonly ask: 'forceAway'; readonly url: string }
  /** A message sent by the page's first child frame. */
  | { readonly ask: 'sendFromFrame'; readonly channel: string; readonly text: string }
  | { readonly ask: 'permissions'; readonly name: string }
  /** As if somebody clicked on the last notice of the desktop. */
  | { readonly ask: 'clickNotice' }
  | { readonly ask: 'crash' }
  | { readonly ask: 'closeWindow' };

export function answerTest(controlled: Controlled): void {
  process.on('message', (message: { id: number; question: Question }) => {
    void answer(controlled, message.question).then(
      (result) => process.send?.({ id: message.id, result }),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) }),
    );
  });
}

async function answer(controlled: Controlled, question: Question): Promise<unknown> {
  if (question.ask === 'notes') return { ...notes, privileged: controlled.privileged };
  if (question.ask === 'permissions') return permissions(controlled, question.name);
  if (question.ask === 'clickNotice') return controlled.clickNotice();
  const page = controlled.contents()?.page ?? null;
  if (page === null) throw new Error('there is no window');
  switch (question.ask) {
    case 'evaluate':
      return page.evaluate(question.expression);
    case 'forceAway':
      await page.unroute('**/*');
      return page.goto(question.url).then(() => null);
    case 'sendFromFrame':
      return page
        .frames()
        .at(-1)
        ?.evaluate(`window.${SEND}(${JSON.stringify(question.channel)}, [${JSON.stringify(question.text)}])`);
    case 'crash':
      void page.goto('chrome://crash').catch(() => {});
      return null;
    case 'closeWindow':
      return page.close().then(() => null);
  }
}

async function permissions({ session }: Controlled, name: string): Promise<object> {
  const asked = await new Promise<boolean>((resolve) => session.ask(null, name, resolve));
  return { asked, checked: session.check(), device: session.device() };
}
