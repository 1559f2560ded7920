/** A serving process signs a checkpoint after so many entries, or after a while, whichever comes first. */
import type { Made } from './checkpoint.ts';
import type { Storage } from '../storage/contract/storage.ts';

export const CHECKPOINT_ENTRIES = 1_000;
export const CHECKPOINT_MS = 10 * 60_000;
const LOOK_MS = 30_000;

export interface KeepPorts {
  readonly storage: Storage;
  readonly org: string;
  readonly clock: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
  readonly make: () => Promise<Made>;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

export interface Keeping {
  /** Signs what there is, and looks no more. Never throws: a server that stops is not held up by this. */
  stop(): Promise<void>;
}

export function isDue({ storage, org, clock }: Pick<KeepPorts, 'storage' | 'org' | 'clock'>): boolean {
  const { position } = storage.head(org);
  const last = storage.checkpoints.last(org);
  if (!last) return position > 0;
  const since = position - last.position;
  return since >= CHECKPOINT_ENTRIES || (since !== 0 && clock() - last.at >= CHECKPOINT_MS);
}

export function keepCheckpoints(ports: KeepPorts): Keeping {
  let stopped = false;
  let cancel = (): void => {};
  let making: Promise<void> = Promise.resolve();
  const sign = async (): Promise<void> => {
    try {
      const made = await ports.make();
      if (made.kind === 'notAsSigned')
        ports.log({ event: 'the log is not the one that was signed: run "verify"', position: made.position });
    } catch (error) {
      ports.log({ event: 'no checkpoint', error: error instanceof Error ? error.message : String(error) });
    }
  };
  const look = async (): Promise<void> => {
    if (isDue(ports)) await sign();
  };
  const lookSoon = (): void => {
    cancel = ports.after(LOOK_MS, () => {
      making = look()
        .catch((error: unknown) => ports.log({ event: 'no checkpoint', error: String(error) }))
        .finally(() => {
          if (!stopped) lookSoon();
        });
    });
  };
  lookSoon();
  return {
    async stop() {
      stopped = true;
      cancel();
      await making;
      await sign();
    },
  };
}
