/**
 * The chain of the log, reckoned again from its first entry and held against everything that was signed. Every
 * finding names a position. A chain that somebody reckoned anew fits together; it does not fit the checkpoints.
 */
import type { Position } from '../../domain/ids.ts';
import type { Checkpoint } from '../storage/contract/checkpoints.ts';
import type { Storage } from '../storage/contract/storage.ts';
import type { LogEntry } from '../storage/contract/types.ts';
import { entryText } from '../sync/finish.ts';
import { isOurCheckpoint } from './checkpoint.ts';
import { explainBreak, WINDOW } from './explain-break.ts';
import { entriesWords, type Finding } from './finding.ts';
import { TreeOfPeaks } from './merkle.ts';

export interface LogPorts {
  readonly storage: Storage;
  readonly org: string;
  readonly sha256: (text: string) => string;
  /** SPKI DER, base64; null: this server has signed nothing yet. */
  readonly publicKey: string | null;
  /** Checkpoints that others kept: of exports, of laptops. */
  readonly witnesses: readonly Checkpoint[];
  readonly progress: (done: number, of: number) => void;
}

export interface LogVerified {
  readonly entries: number;
  /** Checkpoints that the log was held against. */
  readonly checkpoints: number;
  /** The highest position that is signed and agrees; 0: none. */
  readonly signedUpTo: number;
  readonly lastSignedAt: number | null;
}

const PAGE = 2_000;

export function verifyLog(ports: LogPorts, add: (finding: Finding) => void): LogVerified {
  return new Walk(ports, add).run();
}

class Walk {
  private readonly ports: LogPorts;
  private readonly add: (finding: Finding) => void;
  private readonly signed: readonly Checkpoint[];
  private readonly tree = new TreeOfPeaks();
  private readonly entries: LogEntry[] = [];
  /** Last position that was read; that of the entry before, less `shift`, is the one it was written at. */
  private read = 0;
  private last = 0;
  private shift = 0;
  private chain = '';
  private isWhole = true;
  private checked = 0;
  private signedUpTo = 0;
  private lastSignedAt: number | null = null;

  constructor(ports: LogPorts, add: (finding: Finding) => void) {
    this.ports = ports;
    this.add = (finding) => {
      this.isWhole = false;
      add(finding);
    };
    this.signed = this.signedOnes();
  }

  run(): LogVerified {
    const head = this.ports.storage.head(this.ports.org);
    const { progress } = this.ports;
    while (this.fill(PAGE)) {
      // All but the last few: behind a break the entries that follow are looked at.
      const keep = this.entries.length < PAGE ? 0 : WINDOW;
      let at = 0;
      while (at < this.entries.length - keep) at += this.step(at);
      this.entries.splice(0, at);
      progress(Math.min(this.last, head.position), head.position);
    }
    if (this.shift === 0 && this.last !== head.position) this.endsElsewhere(this.last, head.position);
    else if (this.chain !== head.chain)
      this.add({ kind: 'head', position: head.position, words: 'the head of the chain is not that of the last entry' });
    this.beyondTheEnd();
    return {
      entries: this.last,
      checkpoints: this.checked,
      signedUpTo: this.signedUpTo,
      lastSignedAt: this.lastSignedAt,
    };
  }

  private fill(upTo: number): boolean {
    if (this.entries.length < upTo) {
      const { storage, org } = this.ports;
      const page = storage.log(org, this.read as Position, upTo);
      for (const entry of page) this.entries.push(entry);
      this.read = page.at(-1)?.pos ?? this.read;
    }
    return this.entries.length > 0;
  }

  /** Gives how many entries are accounted for. */
  private step(i: number): number {
    const entry = this.entries[i];
    if (!entry) throw new Error('no entry to verify');
    const at = this.last + 1;
    if (entry.pos - this.shift !== at) return this.gap(entry, at);
    const text = this.shift === 0 ? entryText(entry) : entryText({ ...entry, pos: at as Position });
    if (this.ports.sha256(`${this.chain}\n${text}`) === entry.chain) {
      this.passed(at, entry.chain);
      return 1;
    }
    const window = this.entries.slice(i, i + WINDOW);
    const found = explainBreak(window, this.chain, at, this.ports.sha256);
    this.add(found.finding);
    this.shift += found.shift;
    this.chain = found.chain;
    // What was put in has no position of its own, and what was taken out keeps its own.
    const kept = found.shift > 0 ? 0 : found.skip - found.shift;
    this.last += kept;
    return found.skip;
  }

  private gap(entry: LogEntry, at: number): number {
    const before = entry.pos - this.shift;
    this.add({
      kind: 'missing',
      position: at,
      words: `the log goes from ${at - 1} to ${before}: ${entriesWords(at, before - 1)} ${before - at === 1 ? 'is' : 'are'} missing`,
    });
    this.chain = entry.chain;
    this.last = before;
    return 1;
  }

  private passed(at: number, chain: string): void {
    this.chain = chain;
    this.last = at;
    if (this.isWhole) this.tree.add(chain);
    for (let next = this.signed[this.checked]; next && next.position <= at; next = this.signed[++this.checked])
      if (next.position === at) this.compare(next);
  }

  private compare(checkpoint: Checkpoint): void {
    const root = this.isWhole ? this.tree.root() : checkpoint.root;
    if (checkpoint.chain === this.chain && checkpoint.root === root) {
      this.signedUpTo = checkpoint.position;
      this.lastSignedAt = checkpoint.at;
      return;
    }
    const from = this.signedUpTo + 1;
    this.add({
      kind: 'notAsSigned',
      position: from,
      words: `the log up to ${checkpoint.position} is not the one that was signed at ${timeWords(checkpoint.at)}: what was changed lies in ${entriesWords(from, checkpoint.position)}`,
    });
  }

  private endsElsewhere(last: number, head: number): void {
    const words = `the log ends at ${last}, its head says ${head}`;
    this.add({ kind: last < head ? 'cutTail' : 'head', position: Math.min(last, head) + 1, words });
  }

  private beyondTheEnd(): void {
    const beyond = this.signed.findLast((c) => c.position > this.last);
    if (!beyond) return;
    const gone = entriesWords(this.last + 1, beyond.position);
    const words = `the log ends at ${this.last}, but was signed up to ${beyond.position} at ${timeWords(beyond.at)}: ${gone} gone`;
    this.add({ kind: 'cutTail', position: this.last + 1, words });
  }

  /** By position, without those that nobody signed and those of days that a restore lost (W-12). */
  private signedOnes(): readonly Checkpoint[] {
    const { storage, org, publicKey, witnesses } = this.ports;
    const all = [...storage.checkpoints.all(org), ...witnesses].toSorted((a, b) => a.position - b.position);
    return all.filter((c) => {
      const isOurs = publicKey !== null && isOurCheckpoint(publicKey, org, c);
      if (!isOurs) {
        const words = `the checkpoint at ${c.position} was not signed by this server's key`;
        this.add({ kind: 'forgedCheckpoint', position: c.position, words });
      }
      return isOurs && c.position <= this.endOf(c.incarnation);
    });
  }

  /** Where the log of an incarnation ends for the ones after it. */
  private endOf(incarnation: string): number {
    const all = this.ports.storage.incarnations.all(this.ports.org);
    const known = all.findIndex((i) => i.incarnation === incarnation);
    const next = known >= 0 ? all[known + 1] : all.find((i) => i.lost === incarnation);
    return next?.began ?? Number.POSITIVE_INFINITY;
  }
}

function timeWords(at: number): string {
  return new Date(at).toISOString();
}
