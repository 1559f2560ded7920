/**
 * The way to the main process in the Electron shell: the function pair that the preload script exposes. Never lost
 * while the page lives. What arrives before `opened` was meant for the page before this one, and is not listened to.
 */
import type { ConsoleBridge } from '../../protocol/ipc/channel.ts';
import type { ConsoleMessage, OpenMessage } from '../../protocol/ipc/wire.ts';
import type { Transport } from './transport.ts';

export function electronTransport(bridge: ConsoleBridge): Transport {
  return {
    start(events) {
      let opened = false;
      bridge.onMessage((text) => {
        if (opened) return events.message(text);
        opened = (JSON.parse(text) as ConsoleMessage).type === 'opened';
        if (opened) events.up();
      });
      bridge.send(JSON.stringify({ type: 'open' } satisfies OpenMessage));
    },
    send: (text) => bridge.send(text),
  };
}
