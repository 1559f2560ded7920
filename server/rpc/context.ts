/** One WebSocket connection as the router sees it: its frames, its session, its address. */
import type { FrameLink } from '../../protocol/wire/frame.ts';
import type { Session } from '../session/session.ts';

export interface Socket {
  /** Bytes that the socket has not sent yet. */
  readonly bufferedAmount: number;
  close(): void;
}

/** Frames on their way down, until the subscription that carries them takes each. */
export class Outbox implements FrameLink {
  private readonly socket: Socket;
  private readonly frames: Uint8Array[] = [];
  private bytes = 0;
  private wake: (() => void) | null = null;
  private closed = false;
  private draining = false;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  send(frame: Uint8Array): void {
    if (this.closed) return;
    this.frames.push(frame);
    this.bytes += frame.length;
    this.wake?.();
  }

  buffered(): number {
    return this.bytes + this.socket.bufferedAmount;
  }

  /** What was sent before goes out first, when somebody takes it. */
  close(): void {
    this.closed = true;
    if (this.draining) this.wake?.();
    else this.socket.close();
  }

  async *drain(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    this.draining = true;
    const onAbort = (): void => this.wake?.();
    signal?.addEventListener('abort', onAbort);
    try {
      while (!signal?.aborted) {
        const frame = this.frames.shift();
        if (frame) {
          this.bytes -= frame.length;
          yield frame;
        } else if (this.closed) return;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.draining = false;
      signal?.removeEventListener('abort', onAbort);
      if (this.closed) this.socket.close();
    }
  }
}

export interface RpcContext {
  readonly outbox: Outbox;
  readonly session: Session;
  /** Nonce of this connection, for signing in. */
  readonly nonce: string;
}
