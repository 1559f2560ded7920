/** What the link needs of a way to the main process. One in each shell, one in memory for tests. */
export interface TransportEvents {
  /** Messages can be sent now; also after the way was lost and found again. */
  up(): void;
  message(text: string): void;
  /** The way is lost. Whatever was sent and not answered may have happened or not. */
  down(): void;
  /** This page may not talk to the console, and trying again is useless. */
  refused(words: string): void;
}

export interface Transport {
  start(events: TransportEvents): void;
  /** Called between `up` and `down` only. */
  send(text: string): void;
}

/** How the page stands towards the main process. `lost`: it was open; the transport keeps trying. */
export type Door =
  | { readonly state: 'connecting' | 'open' | 'lost'; readonly words: null }
  | { readonly state: 'refused'; readonly words: string };
