/** How the contract suite gets a storage: given by each database's own test. */
import type { Storage } from './storage.ts';

export interface Opened {
  readonly storage: Storage;
  /** The same data through a new process's eyes: nothing that lives in memory survives it. */
  reopen(): Promise<Storage>;
}

/** Opens an empty storage; it is closed and its data removed by the caller of the suite. */
export type Factory = () => Promise<Opened>;
