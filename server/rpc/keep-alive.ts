/**
 * Finds out whether somebody is still there, late enough for a satellite and without cutting a slow link (N-5): whatever
 * bytes come in count, parts of one long message included. Without it a connection that died without a word would be kept
 * for ever.
 */

export interface Peer {
  /** So far, on this connection. */
  bytesRead(): number;
  /** Asks for a sign of life. */
  ping(): void;
  terminate(): void;
}

/** Runs later; gives a way to take it back. */
export type After = (ms: number, task: () => void) => () => void;

/** A console says something every 25 s by itself. */
export const LOOK_EVERY_MS = 30_000;
/** For the answer to a ping that may wait behind much else on the way. */
export const PONG_WAIT_MS = 30_000;

/** Returns what ends it. */
export function keepAlive(peer: Peer, after: After): () => void {
  let seen = -1;
  let cancel = (): void => {};
  const rest = (): void => {
    seen = peer.bytesRead();
    cancel = after(LOOK_EVERY_MS, () => (peer.bytesRead() === seen ? ask() : rest()));
  };
  const ask = (): void => {
    peer.ping();
    cancel = after(PONG_WAIT_MS, () => (peer.bytesRead() === seen ? peer.terminate() : rest()));
  };
  rest();
  return () => cancel();
}
