/** The one door between a page and Electron's main process: the channel's name and the pair of functions that the preload script exposes. */
export const IPC_CHANNEL = 'holdfast:ipc';

/** `window.holdfast` in the Electron shell. Both ways carry the text of messages (wire.ts) and nothing else. */
export interface ConsoleBridge {
  send(text: string): void;
  /** Returns what stops listening. */
  onMessage(listener: (text: string) => void): () => void;
}
