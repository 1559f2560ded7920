/** Asks for the history of a record when somebody looks at it, and keeps it: the next look needs no link. */
import type { RecordId } from '../../domain/ids.ts';
import type { ExportPart } from '../../protocol/wire/export.ts';
import type { HistoryAsk, HistoryPage } from '../../protocol/wire/history.ts';
import type { UpMessage } from '../../protocol/wire/messages.ts';
import type { Replica } from '../replica/replica.ts';
import { ExportAsker } from './ask-export.ts';

/** Longer than this nobody waits for a history: what is here is shown. */
const ASK_MS = 8_000;

interface Asked {
  readonly record: RecordId;
  readonly done: (complete: boolean) => void;
}

export class HistoryAsker {
  /** The same as a file: made by the server, not kept here. */
  readonly exports: ExportAsker;
  private readonly replica: Replica;
  private readonly send: (ask: HistoryAsk) => void;
  private readonly after: (ms: number, task: () => void) => () => void;
  private readonly asked = new Map<number, Asked>();
  private number = 0;

  constructor(replica: Replica, send: (ask: UpMessage) => void, after: (ms: number, task: () => void) => () => void) {
    this.replica = replica;
    this.send = send;
    this.after = after;
    this.exports = new ExportAsker(send, after);
  }

  /**
   * Resolves when all pages are in the replica (true), or when the link went or was silent before (false). From the
   * beginning each time: what became of an old entry may have changed since (an answer, an undo, a rule).
   */
  ask(record: RecordId): Promise<boolean> {
    return new Promise((done) => {
      const cancel = this.after(ASK_MS, () => done(false));
      this.askAfter(record, 0, (complete) => {
        cancel();
        done(complete);
      });
    });
  }

  take(message: HistoryPage | ExportPart): void {
    if (message.k === 'exportPart') this.exports.take(message);
    else this.takePage(message);
  }

  private takePage(page: HistoryPage): void {
    const asked = this.asked.get(page.ask);
    this.asked.delete(page.ask);
    if (!asked) return;
    const { replica } = this;
    replica.transact('replayable', () => {
      for (const e of page.entries) replica.histories.put.run(asked.record, e.pos, e.group, JSON.stringify(e));
      replica.histories.setKnown.run(asked.record, page.upTo, replica.env.clock());
    });
    if (page.more) this.askAfter(asked.record, page.upTo, asked.done);
    else asked.done(true);
  }

  linkLost(): void {
    this.exports.linkLost();
    const open = [...this.asked.values()];
    this.asked.clear();
    for (const { done } of open) done(false);
  }

  private askAfter(record: RecordId, after: number, done: (complete: boolean) => void): void {
    const ask = ++this.number;
    this.asked.set(ask, { record, done });
    this.send({ k: 'historyAsk', ask, record, after });
  }
}
