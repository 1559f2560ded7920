/**
 * A WebSocket whose large messages leave in pieces with a ping behind each, so that the far end's pongs tell how far they
 * have come: on a slow link that is the difference between "still moving" and "dead" (N-4, N-5). The far end sees one
 * message, and needs to know nothing of this.
 */
import { WebSocket, type ClientOptions } from 'ws';

/** At 1 kB/s a sign of life every four seconds; on a fast link too few pings to be noticed. */
export const PIECE_BYTES = 4 * 1024;

type Sent = Parameters<WebSocket['send']>[0];
type Options = { [name in 'mask' | 'binary' | 'compress' | 'fin']?: boolean | undefined };
type Done = (error?: Error) => void;

export class PiecewiseSocket extends WebSocket {
  private bytesIn: () => number = () => 0;

  constructor(address: string | URL, options: ClientOptions) {
    super(address, options);
    this.once('upgrade', ({ socket }) => (this.bytesIn = () => socket.bytesRead));
  }

  /** Bytes that came in on this connection, whatever they are. */
  received(): number {
    return this.bytesIn();
  }

  override send(data: Sent, options?: Options | Done, done?: Done): void {
    if (!(data instanceof Uint8Array) || data.length <= PIECE_BYTES || typeof options === 'object') {
      if (typeof options === 'object') super.send(data, options, done);
      else super.send(data, options);
      return;
    }
    for (let at = 0; at < data.length; at += PIECE_BYTES) {
      const end = at + PIECE_BYTES;
      const isLast = end >= data.length;
      super.send(data.subarray(at, end), { binary: true, fin: isLast }, isLast ? options : undefined);
      this.ping();
    }
  }
}
