/** Bounds of one server (W-10, R-6). Sizes of messages stand with the wire; these are about how many and how long. */
export interface ServerLimits {
  readonly connections: number;
  /** Connections that have not said hello yet, and how long they may take. */
  readonly greetingMs: number;
  /** Connections from one address within a minute. */
  readonly connectionsPerMinute: number;
  /** A graceful stop waits this long for batches under way. */
  readonly stopMs: number;
  /** Ping interval and patience: a satellite link of 1.5 s round trip with losses stays connected (N-5). */
  readonly pingEveryMs: number;
  readonly pongWithinMs: number;
}

export const LIMITS: ServerLimits = {
  connections: 2_000,
  greetingMs: 30_000,
  // A site's laptops share one address, and a storm brings all of them back at once.
  connectionsPerMinute: 1_200,
  stopMs: 10_000,
  pingEveryMs: 30_000,
  pongWithinMs: 60_000,
};
