/**
 * Joins pages to the console over one channel. A page begins with `open`, which ends whatever the page before it in the
 * same window had left running: no answer to an old page ever reaches a new one. Anything that is not from our own
 * page, or is no message of ours, is dropped and noted.
 */
import type { IpcMain, WebContents } from 'electron';
import type { ConsoleApi } from '../../../protocol/ipc/api.ts';
import { IPC_CHANNEL } from '../../../protocol/ipc/channel.ts';
import type { ConsoleMessage } from '../../../protocol/ipc/wire.ts';
import { type PageConnection, servePage } from '../../ipc/serve.ts';
import { isOurPage } from './security.ts';

export interface BridgeOptions {
  readonly ipcMain: IpcMain;
  readonly api: ConsoleApi;
  readonly log: (line: object) => void;
}

/** What a page says first; nothing else in it counts here, the frame it comes from does. */
const OPEN = JSON.stringify({ type: 'open' });

export function bridgePages({ ipcMain, api, log }: BridgeOptions): void {
  const pages = new Map<number, PageConnection>();

  ipcMain.on(IPC_CHANNEL, (event, text: unknown) => {
    const { sender } = event;
    if (!isOurPage(event))
      return log({ refused: 'a message from a foreign frame', from: event.senderFrame?.url ?? 'a frame that is gone' });
    if (text === OPEN) return open(sender);
    if (typeof text !== 'string' || pages.get(sender.id)?.receive(text) !== true)
      log({ refused: 'a message that is none' });
  });

  function open(sender: WebContents): void {
    const { id } = sender;
    if (pages.has(id)) end(id);
    else {
      sender.once('destroyed', () => end(id));
      sender.on('render-process-gone', () => end(id));
    }
    const send = (text: string): void => {
      if (!sender.isDestroyed()) sender.send(IPC_CHANNEL, text);
    };
    pages.set(
      id,
      servePage({ api, send, onBug: ({ path, error }) => log({ bug: path, error: error.stack ?? error.message }) }),
    );
    send(JSON.stringify({ type: 'opened', bearer: null } satisfies ConsoleMessage));
  }

  function end(id: number): void {
    pages.get(id)?.close();
    pages.delete(id);
  }
}
