/**
 * The console's side of the link: dials, greets, then lets the pusher and the puller work over the same connection. It
 * decides nothing about time or chance itself (the session machine does) and nothing about work (the queue does).
 */
import { NO_EVIDENCE } from '../../domain/link/reason.ts';
import { HLC_ZERO, hlcFromMs, observe, type Hlc } from '../../domain/clock/hlc.ts';
import { nextTickAt, stepSession, type SessionEvent, type SessionState } from '../../domain/session/machine.ts';
import { FrameFault, frameText, type FrameLink, type Packer } from '../../protocol/wire/frame.ts';
import type { Challenge, Goodbye, Welcome } from '../../protocol/wire/hello.ts';
import { readDown, type DownMessage, type UpMessage } from '../../protocol/wire/messages.ts';
import type { Delta } from '../../protocol/wire/pull.ts';
import type { Problem } from '../../protocol/wire/problem.ts';
import { Dispatcher } from '../queue/dispatcher.ts';
import type { Replica } from '../replica/replica.ts';
import { KNOWS_NOTHING, type LinkKnowledge } from './evidence.ts';
import { helloFor, type HelloPorts } from './hello.ts';
import { HistoryAsker } from './ask-history.ts';
import type { Dialer, Timers } from './link.ts';
import { Puller } from './pull.ts';
import { Pusher } from './push.ts';
import { reissue } from './reissue.ts';
import { changeView } from './view-change.ts';

export interface EngineOptions extends HelloPorts {
  readonly replica: Replica;
  readonly dialer: Dialer;
  readonly timers: Timers;
  readonly packer: Packer;
  readonly onChange: () => void;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

/** Milliseconds to wait after a batch was refused as a whole before anything is offered again. */
const AFTER_PROBLEM_MS = 2_000;

/** A batch without an answer for this long, on a link that otherwise talks, is offered again on a new one. */
const STUCK_MS = 120_000;

export class Engine {
  readonly dispatcher: Dispatcher;
  readonly pusher: Pusher;
  readonly puller: Puller;
  readonly histories: HistoryAsker;
  known: LinkKnowledge = KNOWS_NOTHING;
  /** This laptop's clock against the server's, milliseconds; null before the first exchange. */
  clockErrorMs: number | null = null;
  /** The last time that the server's program said anything. */
  lastHeardAt: number | null = null;
  private readonly options: EngineOptions;
  private session: SessionState = { name: 'off' };
  private link: FrameLink | null = null;
  private dialing: { abandon(): void } | null = null;
  private connection = 0;
  /** Links that opened so far. */
  private opens = 0;
  private diagnosing = false;
  private pings = 0;
  private cancelTick: (() => void) | null = null;
  /** Set while nothing is offered because the server asked for time; taking it back ends the pause. */
  private pause: (() => void) | null = null;
  /** What was asked for and happens at the end of this turn. */
  private wanted: 'offer' | 'try' | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
    const { replica, timers } = options;
    this.dispatcher = new Dispatcher(replica);
    this.pusher = new Pusher(replica, this.dispatcher, options.sign);
    this.puller = new Puller(replica, { now: () => timers.now(), pause: () => timers.pause() }, (ack) =>
      this.send(ack),
    );
    this.histories = new HistoryAsker(
      replica,
      (ask) => this.send(ask),
      (ms, task) => timers.after(ms, task),
    );
  }

  state(): SessionState {
    return this.session;
  }

  switchOn(): void {
    this.note({ switchedOn: true });
    this.step({ name: 'switchOn' });
  }

  /** What was known of the link is over: nothing is claimed of one that is off. */
  switchOff(): void {
    this.note({ ...NO_EVIDENCE, switchedOn: false });
    this.step({ name: 'switchOff' });
  }

  /** The user, or a network that came back: try now. */
  wake(): void {
    this.soon('try');
  }

  /** Something was saved: it leaves soon where there is a link, and never inside the save. It does not hurry a retry. */
  newWork(): void {
    this.soon('offer');
  }

  private soon(wanted: 'offer' | 'try'): void {
    const isPlanned = this.wanted !== null;
    this.wanted = this.wanted === 'try' ? 'try' : wanted;
    if (isPlanned) return;
    this.options.timers.after(0, () => {
      const isTry = this.wanted === 'try' && this.session.name !== 'live';
      this.wanted = null;
      if (isTry) this.step({ name: 'wake' });
      else this.pump();
    });
  }

  /** Greets anew: who works here, or where, has changed. */
  reconnect(): void {
    if (this.session.name === 'off') return;
    this.step({ name: 'switchOff' });
    this.step({ name: 'switchOn' });
  }

  async close(): Promise<void> {
    this.step({ name: 'switchOff' });
    this.cancelTick?.();
    await this.puller.stop();
  }

  private step(event: SessionEvent): void {
    const { timers } = this.options;
    const before = this.session.name;
    const { state, actions } = stepSession(this.session, this.watched(event), {
      now: timers.now(),
      random: timers.random(),
    });
    this.session = state;
    const silent = actions.includes('noteSilence');
    for (const action of actions) {
      if (action === 'connect') this.connect();
      else if (action === 'close') this.hangUp(silent);
      else if (action === 'ping') this.send({ k: 'ping', ping: ++this.pings });
      else this.note(before === 'live' ? { write: 'silence' } : { hello: 'silence' });
    }
    this.schedule();
    const isLost = before === 'connecting' || (before === 'greeting' && event.name === 'failed');
    if (isLost && state.name === 'resting' && event.name !== 'goodbye') void this.diagnose();
    if (before !== state.name) this.options.onChange();
  }

  /** The age of the oldest batch without an answer, not a flag, says whether the link still works. */
  private watched(event: SessionEvent): SessionEvent {
    if ((event.name !== 'tick' && event.name !== 'heard') || this.session.name !== 'live') return event;
    const oldest = this.pusher.oldestSentAt();
    const isStuck = oldest !== null && this.options.timers.now() - oldest > STUCK_MS;
    if (isStuck) this.note({ write: 'silence' });
    return isStuck ? { name: 'failed' } : event;
  }

  private schedule(): void {
    this.cancelTick?.();
    this.cancelTick = null;
    const at = nextTickAt(this.session);
    if (at === null) return;
    const { timers } = this.options;
    this.cancelTick = timers.after(Math.max(1, at - timers.now()), () => this.step({ name: 'tick' }));
  }

  private connect(): void {
    const connection = ++this.connection;
    const mine = (work: () => void) => (): void => {
      if (connection === this.connection) work();
    };
    this.dialing = this.options.dialer.dial({
      onOpen: (link) =>
        mine(() => {
          this.link = link;
          this.opens += 1;
          this.step({ name: 'opened' });
        })(),
      onFrame: (frame) => mine(() => this.receive(frame))(),
      onClose: mine(() => this.lost()),
    });
  }

  /** The connection ended by itself. Why is found out beside it; the machine already knows when to try again. */
  private lost(): void {
    this.link = null;
    this.step({ name: 'failed' });
  }

  private async diagnose(): Promise<void> {
    if (this.diagnosing) return;
    this.diagnosing = true;
    const { opens } = this;
    try {
      const found = await this.options.dialer.diagnose();
      // Silence takes longer to find out than it takes to try again: only a link that opened makes it yesterday's news.
      if (opens === this.opens && this.session.name !== 'off') this.note(found);
    } finally {
      this.diagnosing = false;
    }
  }

  private hangUp(silent: boolean): void {
    this.connection += 1;
    this.link?.close();
    this.dialing?.abandon();
    this.link = null;
    this.dialing = null;
    this.pusher.linkLost(silent);
    this.pause?.();
    this.pause = null;
    this.histories.linkLost();
    void this.puller.stop();
  }

  private receive(frame: Uint8Array): void {
    try {
      const { message, lines } = readDown(this.options.packer, frame);
      this.lastHeardAt = this.options.timers.now();
      this.step({ name: 'heard' });
      this.handle(message, lines);
    } catch (error) {
      // A bug must not leave a link that looks alive and does nothing: it is written down, and the link is made anew.
      const isFrame = error instanceof FrameFault;
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.options.log({ event: isFrame ? 'not a frame' : 'frame not handled', error: isFrame ? error.message : said });
      this.step({ name: 'failed' });
    }
  }

  private handle(message: DownMessage, lines: readonly string[]): void {
    const { timers } = this.options;
    switch (message.k) {
      case 'challenge':
        return this.challenged(message);
      case 'welcome':
        return this.welcomed(message);
      case 'goodbye':
        return this.dismissed(message);
      case 'outcomes':
        if (this.pusher.outcomes(message, timers.now())) this.wrote();
        return this.pump();
      case 'delta':
        return this.take(message, lines);
      case 'historyPage':
        return this.histories.take(message);
      case 'problem':
        return this.problem(message);
      case 'pong':
        return;
    }
  }

  private take(delta: Delta, lines: readonly string[]): void {
    this.puller.take(delta, lines).then(
      () => this.options.onChange(),
      (error: unknown) => {
        this.options.log({
          event: 'delta not applied',
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
        this.step({ name: 'failed' });
      },
    );
  }

  private challenged(challenge: Challenge): void {
    this.clockErrorMs = this.options.timers.now() - challenge.serverTime;
    this.observeClock(challenge.serverTime);
    const hello = helloFor(this.options.replica, this.options, challenge, this.options.timers.now());
    if (hello) this.send(hello);
    else this.step({ name: 'switchOff' });
  }

  /** What is made here from now on is later than what the server has seen, whatever this laptop's clock says (C-9). */
  private observeClock(serverTime: number): void {
    const { replica, timers } = this.options;
    const last = readHlc(replica.readMeta('hlc'));
    const next = observe(last, hlcFromMs(serverTime), timers.now());
    if (next > last) replica.transact('replayable', () => replica.writeMeta('hlc', next));
  }

  private welcomed(welcome: Welcome): void {
    const { replica, onChange } = this.options;
    this.note({ ...this.reached(), hello: welcome.mayRead ? 'welcome' : 'expired', write: null });
    const { lease } = welcome;
    if (lease !== null) replica.transact('durable', () => replica.writeMeta('lease', lease));
    replica.transact('replayable', () => {
      replica.writeMeta('incarnation', welcome.incarnation);
      replica.writeMeta('safePosition', welcome.safePosition);
    });
    this.step({ name: 'welcomed' });
    if (welcome.mayRead) void this.beginReading(welcome);
    this.pump();
    onChange();
  }

  /** After the last piece of the connection before: it still belongs to the view before. */
  private async beginReading(welcome: Welcome): Promise<void> {
    const { connection } = this;
    await this.puller.stop();
    if (connection !== this.connection) return;
    this.send(this.puller.start(welcome.incarnation, changeView(this.options.replica, welcome.sites)));
  }

  /** Our own server has answered: everything beneath that works. */
  private reached(): Partial<LinkKnowledge['evidence']> {
    const tls = this.options.dialer.isSecure() ? 'trusted' : 'none';
    return { interfaceUp: true, name: 'resolved', connect: 'open', answer: 'ours', tls };
  }

  private dismissed(goodbye: Goodbye): void {
    const hello = goodbye.reason;
    const said = hello === 'tooNew' ? 'busy' : hello === 'malformed' ? 'silence' : hello;
    this.note({ ...this.reached(), hello: said });
    this.options.log({ event: 'goodbye', reason: goodbye.reason, words: goodbye.words });
    this.step({ name: 'goodbye', comeBackMs: goodbye.comeBackMs });
  }

  private problem(problem: Problem): void {
    const { replica, log, timers } = this.options;
    log({ event: 'problem', problem: problem.problem, words: problem.words });
    const isUnfit = problem.problem === 'malformed' || problem.problem === 'tooLarge';
    const batchEpoch = this.pusher.epochOf(problem.batch);
    this.pusher.notTaken(problem.batch, isUnfit ? problem.words : null);
    if (problem.problem === 'forked' && problem.epoch !== null && problem.seqs !== null) {
      reissue(replica, problem.seqs, problem.epoch, batchEpoch);
      return this.step({ name: 'failed' });
    }
    if (problem.batch === null && this.pusher.isWaiting()) {
      this.pusher.smaller();
      return this.step({ name: 'failed' });
    }
    const wait = problem.comeBackMs ?? AFTER_PROBLEM_MS;
    this.pause?.();
    this.pause = timers.after(wait + timers.random() * wait, () => {
      this.pause = null;
      this.pump();
    });
  }

  private wrote(): void {
    this.known = { ...this.known, lastWriteAt: this.options.timers.now() };
    this.note({ write: 'completed' });
  }

  /** Offers everything that may leave now. */
  private pump(): void {
    const { timers } = this.options;
    if (this.session.name !== 'live' || !this.link || this.pause) return;
    for (let push = this.pusher.next(timers.now()); push; push = this.pusher.next(timers.now())) {
      this.send(push);
      this.step({ name: 'asked' });
    }
    if (this.pusher.isWaiting()) this.step({ name: 'asked' });
  }

  private send(message: UpMessage): void {
    this.link?.send(this.options.packer.pack(frameText(message)));
  }

  private note(found: Partial<LinkKnowledge['evidence']>): void {
    this.known = { ...this.known, evidence: { ...this.known.evidence, ...found } };
    this.options.onChange();
  }
}

function readHlc(kept: number | null): Hlc {
  return kept === null ? HLC_ZERO : (kept as Hlc);
}
