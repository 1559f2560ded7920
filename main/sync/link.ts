/** The seam between the sync engine and the network: frames, and how to get a connection that carries them. */
import type { LinkEvidence } from '../../domain/link/reason.ts';
import type { FrameLink, FrameLinkEvents } from '../../protocol/wire/frame.ts';

export interface Dialer {
  /**
   * Starts a connection. `onOpen` or `onClose` follows; `onClose` comes exactly once at the end of every connection.
   * Nothing is retried here.
   */
  dial(events: FrameLinkEvents & { onOpen(link: FrameLink): void }): { abandon(): void };
  /** True when the link is encrypted and the server's certificate was checked. */
  isSecure(): boolean;
  /** Why a connection could not be made, found out by a real exchange (N-3). */
  diagnose(): Promise<Partial<LinkEvidence>>;
}

export interface Timers {
  /** Milliseconds UTC of this laptop's clock. */
  now(): number;
  /** Runs later; gives a way to take it back. */
  after(ms: number, task: () => void): () => void;
  /** Lets whatever waits go first. */
  pause(): Promise<void>;
  random(): number;
}
