/**
 * The console's side of the link: dials, greets, then lets the pusher and the puller work over the same connection. It
 * decides nothing about time or chance itself (the session machine does) and nothing about work (the queue does).
 */
import { NO_EVIDENCE } from '../../domain/link/reason.ts';
import { stepSession, type SessionEvent, type SessionState } from '../../domain/session/machine.ts';
import { FrameFault, frameText, type FrameLink, type Packer } from '../../protocol/wire/frame.ts';
import type { Challenge, Goodbye, Welcome } from '../../protocol/wire/hello.ts';
import { readDown, type DownMessage, type UpMessage } from '../../protocol/wire/messages.ts';
import type { Delta } from '../../protocol/wire/pull.ts';
import type { Problem } from '../../protocol/wire/problem.ts';
import { Dispatcher } from '../queue/dispatcher.ts';
import type { Replica } from '../replica/replica.ts';
import { Errand } from './errand.ts';
import { KNOWS_NOTHING, reached, saidBy, type LinkKnowledge } from './evidence.ts';
import { Diagnosis } from './diagnosis.ts';
import { Greeter, keepLease } from './greeter.ts';
import type { HelloPorts } from './hello.ts';
import { HistoryAsker } from './ask-history.ts';
import { Keeper } from './let-go.ts';
import { Comparer } from './compare.ts';
import { LedgerAsker } from './ask-ledger.ts';
import type { Dialer, Timers } from './link.ts';
import { Puller } from './pull.ts';
import { Pusher } from './push.ts';
import { reissue } from './reissue.ts';
import { isSlow, nextLookAt, SignsOfLife } from './signs-of-life.ts';
import { changeView } from './view-change.ts';
import { Watchdog } from './watchdog.ts';

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

export class Engine {
  readonly dispatcher: Dispatcher;
  readonly pusher: Pusher;
  readonly puller: Puller;
  readonly histories: HistoryAsker;
  readonly comparer: Comparer;
  private readonly errand: Errand;
  private readonly greeter: Greeter;
  private readonly diagnosis: Diagnosis;
  private readonly keeper: Keeper;
  readonly ledger: LedgerAsker;
  known: LinkKnowledge = KNOWS_NOTHING;
  /** This laptop's clock against the server's, milliseconds; null before the first exchange. */
  clockErrorMs: number | null = null;
  /** The last time that the server's program said anything. */
  lastHeardAt: number | null = null;
  private readonly options: EngineOptions;
  private readonly watchdog: Watchdog;
  private session: SessionState = { name: 'off' };
  private link: FrameLink | null = null;
  private readonly life = new SignsOfLife();
  private dialing: { abandon(): void } | null = null;
  private connection = 0;
  private pings = 0;
  private cancelTick: (() => void) | null = null;
  /** Set while nothing is offered because the server asked for time; taking it back ends the pause. */
  private pause: (() => void) | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
    const { replica, timers } = options;
    const send = (message: UpMessage): void => this.send(message);
    const after: Timers['after'] = (ms, task) => timers.after(ms, task);
    replica.disk.onFault(() => this.step({ name: 'switchOff' }));
    this.dispatcher = new Dispatcher(replica);
    this.pusher = new Pusher(replica, this.dispatcher, options.sign);
    this.watchdog = new Watchdog(this.dispatcher, this.pusher);
    this.puller = new Puller(replica, { now: () => timers.now(), pause: () => timers.pause() }, send);
    this.histories = new HistoryAsker(replica, send, after);
    this.errand = new Errand(after, (wanted) =>
      wanted === 'try' && this.session.name !== 'live' ? this.step({ name: 'wake' }) : this.pump(),
    );
    this.greeter = new Greeter(replica, { ...options, now: () => timers.now() });
    this.diagnosis = new Diagnosis(options.dialer, (found) => {
      if (this.session.name !== 'off') this.note(found);
    });
    this.keeper = new Keeper(replica, { timers, log: options.log });
    this.comparer = new Comparer(replica, { timers, log: options.log, send });
    this.ledger = new LedgerAsker(replica, {
      timers,
      log: options.log,
      send,
      isQuiet: () => this.session.name === 'live' && !this.pusher.isWaiting(),
    });
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
    this.errand.ask('try');
  }

  /** Something was saved: it leaves soon where there is a link, and never inside the save. It does not hurry a retry. */
  newWork(): void {
    this.errand.ask('offer');
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
    this.comparer.close();
    await this.puller.stop();
  }

  private step(event: SessionEvent): void {
    const { timers } = this.options;
    const before = this.session.name;
    // Nothing can be kept any more, so nothing is exchanged (SAVE-3).
    if (this.options.replica.disk.fault() && event.name !== 'switchOff') return;
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
    if (isLost && state.name === 'resting' && event.name !== 'goodbye') void this.diagnosis.begin();
    if (before !== state.name) this.options.onChange();
  }

  /** The age of the head of the queue, not a flag, says whether the link still works. */
  private watched(event: SessionEvent): SessionEvent {
    if ((event.name !== 'tick' && event.name !== 'heard') || this.session.name !== 'live') return event;
    const verdict = this.watchdog.look(this.options.timers.now(), this.pause !== null);
    const stuckSince = this.watchdog.stuckSince();
    if (stuckSince !== this.known.stuckSince) this.known = { ...this.known, stuckSince };
    if (verdict === 'moves') return event;
    this.options.log({ event: 'queue stuck', verdict, since: stuckSince });
    if (this.known.evidence.write !== 'slow') this.note({ write: 'silence' });
    if (verdict === 'unanswered') this.pusher.smaller();
    return { name: 'failed' };
  }

  private tick(): void {
    const { session, link } = this;
    const now = this.options.timers.now();
    if (session.name === 'live' && session.askedAt !== null && this.life.moved(link)) {
      if (isSlow(this.pusher.oldestSentAt(), now)) this.note({ write: 'slow' });
      if (this.life.mustSpeak(now)) this.send({ k: 'ping', ping: ++this.pings });
      this.step({ name: 'heard' });
      this.step({ name: 'asked' });
    }
    this.step({ name: 'tick' });
  }

  private schedule(): void {
    this.cancelTick?.();
    this.cancelTick = null;
    const { timers } = this.options;
    const at = nextLookAt(this.session, this.link, timers.now());
    if (at === null) return;
    this.cancelTick = timers.after(Math.max(1, at - timers.now()), () => this.tick());
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
          this.diagnosis.opened();
          this.step({ name: 'opened' });
        })(),
      onFrame: (frame) => mine(() => this.receive(frame))(),
      // It ended by itself. Why is found out beside it; the machine already knows when to try again.
      onClose: mine(() => {
        this.link = null;
        this.step({ name: 'failed' });
      }),
    });
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
    this.comparer.linkLost();
    this.keeper.stop();
    this.ledger.linkLost();
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
      this.failed(isFrame ? 'not a frame' : 'frame not handled', isFrame ? error.message : error);
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
        if (!this.greeter.isOfThisLog(message)) return this.step({ name: 'failed' });
        if (this.pusher.outcomes(message, timers.now())) this.wrote();
        this.ledger.soon();
        return this.pump();
      case 'delta':
        if (!this.greeter.isOfThisLog(message)) return this.step({ name: 'failed' });
        return this.take(message, lines);
      case 'digests':
      case 'part':
      case 'rows':
        return this.whenDone(this.puller.inLine(() => this.comparer.take(message, lines)));
      case 'historyPage':
      case 'exportPart':
        return this.histories.take(message);
      case 'ledgerAnswer':
        this.ledger.take(message);
        return this.options.onChange();
      case 'problem':
        return this.problem(message);
      case 'pong':
        return;
    }
  }

  private take(delta: Delta, lines: readonly string[]): void {
    const { connection } = this;
    const taken = this.puller.take(delta, lines);
    this.whenDone(taken.then(() => (connection === this.connection ? this.comparer.pieceTaken() : undefined)));
  }

  private whenDone(done: Promise<void>): void {
    done.then(
      () => this.options.onChange(),
      (error: unknown) => this.failed('delta not applied', error),
    );
  }

  private failed(event: string, error: unknown): void {
    this.options.log({ event, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    this.step({ name: 'failed' });
  }

  private challenged(challenge: Challenge): void {
    this.clockErrorMs = this.options.timers.now() - challenge.serverTime;
    const hello = this.greeter.answer(challenge);
    if (hello) this.send(hello);
    else this.step({ name: 'switchOff' });
  }

  private welcomed(welcome: Welcome): void {
    const met = this.greeter.meet(welcome);
    if (met === 'copy') this.step({ name: 'failed' });
    else if (met === 'fits') this.enter(welcome);
    else this.comeBack(welcome).catch((error: unknown) => this.failed('could not go back', error));
  }

  /** After the last piece of the connection before: it is still of the log that was lost. */
  private async comeBack(welcome: Welcome): Promise<void> {
    const { connection } = this;
    this.known = { ...this.known, vouchedTo: welcome.common };
    await this.puller.stop();
    if (connection !== this.connection) return;
    this.greeter.goBack(welcome);
    this.enter(welcome);
  }

  private enter(welcome: Welcome): void {
    const { replica, onChange } = this.options;
    this.known = { ...this.known, vouchedTo: null };
    this.note({
      ...reached(this.options.dialer.isSecure()),
      hello: welcome.mayRead ? 'welcome' : 'expired',
      write: null,
    });
    if (welcome.lease !== null) keepLease(replica, welcome.lease);
    this.watchdog.begin(this.options.timers.now());
    this.step({ name: 'welcomed' });
    this.ledger.soon();
    this.keeper.letGo(welcome.safePosition);
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

  private dismissed(goodbye: Goodbye): void {
    this.note({ ...reached(this.options.dialer.isSecure()), hello: saidBy(goodbye) });
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
      reissue(replica, { seqs: problem.seqs, epoch: problem.epoch, foundIn: batchEpoch, known: problem.known });
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
    if (this.known.stuckSince !== null) this.step({ name: 'tick' });
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
