/**
 * Holds this laptop's books against the server's (L-1): some time after it was answered, once nothing is on its way, and
 * again after a while. What comes back is kept, so that the screen can say it without a link.
 */
import type { ComparedBooks } from '../../domain/ledger/compare.ts';
import { fromColumns, toColumns, type LedgerAnswer, type LedgerMessage } from '../../protocol/wire/ledger.ts';
import type { Tally } from '../../domain/ledger/tally.ts';
import type { Replica } from '../replica/replica.ts';
import { countOwnBooks } from './own-books.ts';
import type { Timers } from './link.ts';

/** After the last answer, and as long again by chance: a team that came back together does not ask together. */
const QUIET_MS = 8_000;
/** Without any news. */
const AGAIN_MS = 6 * 3_600_000;

interface AskerPorts {
  readonly timers: Timers;
  readonly send: (message: LedgerMessage) => void;
  /** True when the link is live and nothing is under way. */
  readonly isQuiet: () => boolean;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

export class LedgerAsker {
  private readonly replica: Replica;
  private readonly ports: AskerPorts;
  private asks = 0;
  private cancel: (() => void) | null = null;

  constructor(replica: Replica, ports: AskerPorts) {
    this.replica = replica;
    this.ports = ports;
  }

  /** The server has answered something, or greeted: the books may have changed, and what is being counted is void. */
  soon(): void {
    const { timers } = this.ports;
    this.asks += 1;
    this.after(QUIET_MS + timers.random() * QUIET_MS);
  }

  /** Counts and asks now. False when the work moved meanwhile: it is tried again in the next quiet. */
  async ask(): Promise<boolean> {
    const { replica, ports } = this;
    const before = ++this.asks;
    const books = await countOwnBooks(replica, () => ports.timers.pause());
    if (!books || before !== this.asks || !ports.isQuiet()) return false;
    const epochs = books.epochs.map(({ epoch, open, told }): LedgerMessage['epochs'][number] => [
      epoch,
      open,
      toColumns(told),
    ]);
    ports.send({ k: 'ledger', ask: before, made: books.made, epochs });
    this.after(AGAIN_MS + ports.timers.random() * AGAIN_MS);
    return true;
  }

  take({ ask, epochs, differences }: LedgerAnswer): void {
    if (ask !== this.asks) return;
    const { replica } = this;
    const server = sumOf(epochs.map(([, columns]) => columns));
    const compared: ComparedBooks = { at: replica.env.clock(), differences, server };
    replica.transact('replayable', () => replica.writeMeta('comparedBooks', compared));
    for (const difference of differences) this.ports.log({ event: 'ledger differs', ...difference });
  }

  linkLost(): void {
    this.asks += 1;
    this.cancel?.();
    this.cancel = null;
  }

  private after(ms: number): void {
    const { timers, isQuiet } = this.ports;
    this.cancel?.();
    this.cancel = timers.after(ms, () => {
      this.cancel = null;
      if (!isQuiet()) return this.soon();
      this.ask().then(
        (asked) => (asked ? undefined : this.soon()),
        (error: unknown) => this.ports.log({ event: 'ledger not counted', error: String(error) }),
      );
    });
  }
}

function sumOf(columns: readonly (readonly number[])[]): Tally {
  const [first = [], ...rest] = columns;
  return fromColumns(rest.reduce<readonly number[]>((sum, more) => sum.map((n, i) => n + (more[i] ?? 0)), first));
}
