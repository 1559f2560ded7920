/**
 * The only bridge into the page: one pair of functions that carry text on one channel. The page never sees
 * ipcRenderer, an event object, or any other channel. Runs sandboxed and is bundled whole.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { type ConsoleBridge, IPC_CHANNEL } from '../protocol/ipc/channel.ts';

const bridge: ConsoleBridge = {
  send(text) {
    ipcRenderer.send(IPC_CHANNEL, text);
  },
  onMessage(listener) {
    const forward = (_event: unknown, text: unknown): void => listener(String(text));
    ipcRenderer.on(IPC_CHANNEL, forward);
    return () => ipcRenderer.off(IPC_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('holdfast', bridge);
