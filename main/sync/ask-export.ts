/** Fetches a history as a file from the server, part by part. Nothing of it is kept on the laptop. */
import type { RecordId } from '../../domain/ids.ts';
import type { ExportAsk, ExportPart } from '../../protocol/wire/export.ts';

/** Without a word for so long it has failed; a long history takes a while before its first part. */
const SILENT_MS = 60_000;

export type Fetched =
  | { readonly kind: 'file'; readonly name: string; readonly base64: string }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'lost' };

export interface ExportWanted {
  readonly record: RecordId;
  readonly format: 'jsonl' | 'pdf';
  readonly from: number | null;
  readonly to: number | null;
}

interface Asked {
  readonly wanted: ExportWanted;
  readonly parts: string[];
  readonly done: (fetched: Fetched) => void;
  cancel: () => void;
}

export class ExportAsker {
  private readonly send: (ask: ExportAsk) => void;
  private readonly after: (ms: number, task: () => void) => () => void;
  private readonly asked = new Map<number, Asked>();
  private number = 0;

  constructor(send: (ask: ExportAsk) => void, after: (ms: number, task: () => void) => () => void) {
    this.send = send;
    this.after = after;
  }

  ask(wanted: ExportWanted): Promise<Fetched> {
    return new Promise((done) => {
      const ask = ++this.number;
      this.asked.set(ask, { wanted, parts: [], done, cancel: () => {} });
      this.next(ask);
    });
  }

  take({ ask, part, parts, name, data, refused }: ExportPart): void {
    const asked = this.asked.get(ask);
    if (!asked || part !== asked.parts.length) return;
    if (refused !== null) return this.end(ask, { kind: 'refused', words: refused });
    asked.parts.push(data);
    if (asked.parts.length < parts) return this.next(ask);
    this.end(ask, { kind: 'file', name, base64: asked.parts.join('') });
  }

  linkLost(): void {
    for (const ask of this.asked.keys()) this.end(ask, { kind: 'lost' });
  }

  private next(ask: number): void {
    const asked = this.asked.get(ask);
    if (!asked) return;
    asked.cancel();
    asked.cancel = this.after(SILENT_MS, () => this.end(ask, { kind: 'lost' }));
    this.send({ k: 'exportAsk', ask, ...asked.wanted, part: asked.parts.length });
  }

  private end(ask: number, fetched: Fetched): void {
    const asked = this.asked.get(ask);
    this.asked.delete(ask);
    asked?.cancel();
    asked?.done(fetched);
  }
}
