/**
 * One connection, seen from the server. It greets, then takes batches and sends deltas, each in order. What it cannot
 * take it answers with a typed problem to its sender alone; whoever keeps sending such things is closed (W-10).
 *
 *   challenge ──hello──► welcome ──► push ► outcomes (any number)
 *                 │                  pull ► delta, ack, delta, … then news as it happens
 *                 └────► goodbye (closed)
 */
import { FrameFault, frameText, type FrameLink } from '../../protocol/wire/frame.ts';
import { MAX_FRAMES_PER_SECOND } from '../../protocol/wire/limits.ts';
import { readUp, type DownMessage, type UpMessage } from '../../protocol/wire/messages.ts';
import type { Problem } from '../../protocol/wire/problem.ts';
import { WIRE } from '../../protocol/wire/version.ts';
import { answerDigests, noteMended } from './digests.ts';
import { answerExport } from './export.ts';
import { answerHistory } from './history.ts';
import { answerLedger } from './ledger.ts';
import { greet, type Greeted } from './greet.ts';
import type { Peer } from './peer.ts';
import type { SessionPorts } from './ports.ts';
import { PullStream } from './pull-stream.ts';
import { answerPart, answerRows } from './repair.ts';
import { takePush } from './take-push.ts';

/** Malformed frames after which a connection is closed. */
const STRIKES = 5;
const BUCKET_SECONDS = 10;
/** Bytes that may wait for a reader; a healthy slow link never has more than a few pieces on the way. */
const MAX_UNREAD_BYTES = 64 << 20;

export class Session implements Peer {
  readonly link: FrameLink;
  readonly ports: SessionPorts;
  /** Set by a hello that was welcomed. */
  greeted: Greeted | null = null;
  stream: PullStream | null = null;
  /** When this console last pushed: fan-out waits a little while devices still drain. */
  lastPushAt = 0;
  private readonly nonce: string;
  private strikes = 0;
  private tokens = MAX_FRAMES_PER_SECOND * BUCKET_SECONDS;
  private filledAt: number;
  private closed = false;

  constructor(ports: SessionPorts, link: FrameLink) {
    this.ports = ports;
    this.link = link;
    this.nonce = ports.gate.nonce();
    this.filledAt = ports.clock();
  }

  open(): void {
    const wire = this.ports.wire ?? WIRE;
    this.send({
      k: 'challenge',
      nonce: this.nonce,
      protocol: wire.newest,
      oldestServed: wire.oldest,
      serverTime: this.ports.clock(),
    });
  }

  /** A frame came in. Never throws: what is wrong with it is told to its sender. */
  async receive(frame: Uint8Array): Promise<void> {
    if (this.closed) return;
    if (!this.takeToken()) return this.problem('tooMany', 'too many messages; slow down');
    let batch: number | null = null;
    try {
      const { message } = readUp(this.ports.packer, frame);
      if (message.k === 'push') batch = message.batch;
      await this.handle(message, frame.length);
    } catch (error) {
      this.failed(error, batch);
    }
  }

  /** Others have written something that this console may see. One console's trouble is nobody else's. */
  tellNews(): void {
    try {
      if (this.stream?.isLive()) this.stream.pump(true);
    } catch (error) {
      this.failed(error, null);
    }
  }

  private failed(error: unknown, batch: number | null): void {
    if (error instanceof FrameFault) {
      return this.problem(error.kind === 'tooLarge' ? 'tooLarge' : 'malformed', error.message, { batch });
    }
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.ports.log({ event: 'session failed', error: words });
    this.problem('busy', 'the server could not take this; try again', { batch, comeBackMs: 1_000 });
    this.close();
  }

  send(message: DownMessage): void {
    if (this.closed) return;
    this.link.send(this.ports.packer.pack(frameText(message)));
    // Somebody who asks and never reads costs themselves, not the server's memory.
    if (this.link.buffered() > MAX_UNREAD_BYTES) this.close();
  }

  problem(problem: Problem['problem'], words: string, more: Partial<Problem> = {}): void {
    this.ports.metrics.refusedFrame(problem);
    this.send({ k: 'problem', problem, words, batch: null, comeBackMs: null, epoch: null, seqs: null, ...more });
    const isOffence =
      problem === 'malformed' || problem === 'tooLarge' || problem === 'tooMany' || problem === 'notAllowed';
    if (isOffence && ++this.strikes >= STRIKES) this.close();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.link.close();
  }

  /** The other end went away. */
  ended(): void {
    this.closed = true;
  }

  private async handle(message: UpMessage, bytes: number): Promise<void> {
    if (message.k === 'hello') return this.hello(message);
    const greeted = this.greeted;
    if (!greeted) return this.problem('notNow', 'say hello first');
    switch (message.k) {
      case 'push':
        this.lastPushAt = this.ports.clock();
        return takePush(this, greeted, message, bytes);
      case 'pull':
        if (!greeted.mayRead) return this.problem('notNow', 'sign in again to read');
        this.stream = new PullStream(this, greeted, message);
        return this.stream.pump(true);
      case 'ack':
        return this.stream?.acknowledged(message);
      case 'ping':
        return this.send({ k: 'pong', ping: message.ping });
      case 'historyAsk':
        if (!greeted.mayRead) return this.problem('notNow', 'sign in again to read');
        return answerHistory(this, greeted, message);
      case 'exportAsk':
        if (!greeted.mayRead) return this.problem('notNow', 'sign in again to read');
        return answerExport(this, greeted, message);
      case 'mended':
        return noteMended(this, greeted, message);
      case 'digestAsk':
      case 'partAsk':
      case 'rowsAsk':
        if (!greeted.mayRead) return this.problem('notNow', 'sign in again to read');
        return this.compare(greeted, message);
      case 'ledger':
        return answerLedger(this, greeted, message);
    }
  }

  private hello(message: Extract<UpMessage, { k: 'hello' }>): void {
    if (this.greeted) return this.problem('malformed', 'one hello is enough');
    const result = greet(this.ports, this.nonce, message);
    if ('goodbye' in result) {
      this.send(result.goodbye);
      return this.close();
    }
    this.greeted = result.greeted;
    this.send(result.welcome);
  }

  private compare(greeted: Greeted, message: Extract<UpMessage, { k: 'digestAsk' | 'partAsk' | 'rowsAsk' }>): void {
    if (message.k === 'digestAsk') answerDigests(this, greeted, message);
    else if (message.k === 'partAsk') answerPart(this, greeted, message);
    else answerRows(this, greeted, message);
  }

  private takeToken(): boolean {
    const now = this.ports.clock();
    const refill = ((now - this.filledAt) / 1_000) * MAX_FRAMES_PER_SECOND;
    this.tokens = Math.min(MAX_FRAMES_PER_SECOND * BUCKET_SECONDS, this.tokens + Math.max(0, refill));
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
