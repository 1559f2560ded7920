/**
 * The console's core: replica, queue and link behind the verbs that the screens may call. It keeps no truth of its own:
 * every answer is read from the replica, every change goes through `save`.
 */
import type { RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { ConsoleApi, Draft, SaveResult } from '../protocol/ipc/api.ts';
import { ConsoleFault } from '../protocol/ipc/fault.ts';
import type { HistoryPageInput } from '../protocol/ipc/inputs.ts';
import type { AppState } from '../protocol/ipc/state.ts';
import type { CorePorts } from './core-ports.ts';
import { Door } from './door.ts';
import { Drafts } from './drafts.ts';
import { Notifier } from './notify/notifier.ts';
import type { Saved } from './replica/commit-change.ts';
import { linkView } from './sync/evidence.ts';
import { fetchExport, fetchHistory } from './sync/fetch-history.ts';
import { giveHeld } from './verbs/give-held.ts';
import { exportHeld, fixHeld, resendHeld } from './verbs/held.ts';
import { keepOnDisk, saidOfDisk } from './verbs/keep-on-disk.ts';
import { withReserve } from './verbs/with-reserve.ts';
import { answer, archive, save, undoAnswer } from './verbs/save.ts';
import { signOff } from './verbs/sign-off.ts';
import { undo } from './verbs/undo.ts';
import { SearchIndexer } from './search-indexer.ts';
import { ReopenWatch } from './stats/reopen-watch.ts';
import { StateTeller } from './tell-state.ts';
import type { ViewContext } from './views/context.ts';
import { equipmentSearch } from './views/equipment-search.ts';
import { equipmentView } from './views/equipment-view.ts';
import { history, historyOf } from './views/history.ts';
import { labelOfRecords } from './views/label.ts';
import { people } from './views/people.ts';
import { countMyQuestions, newQuestions, question, questions } from './views/questions.ts';
import { syncView } from './views/sync-view.ts';
import { teamView } from './views/team.ts';
import { visit } from './views/visit.ts';
import { workList } from './views/work-list.ts';

export class ConsoleCoreImpl implements ConsoleApi {
  private readonly ports: CorePorts;
  private readonly door: Door;
  private readonly frame: StateTeller;
  private readonly notifier: Notifier;
  private readonly watch: ReopenWatch;
  private readonly indexer: SearchIndexer;
  private readonly drafts: Drafts;

  constructor(ports: CorePorts) {
    this.ports = ports;
    this.door = new Door(ports, () => this.changed());
    this.frame = new StateTeller(
      ports,
      () => this.door,
      () => (ports.replica.identity() === null ? 0 : countMyQuestions(this.context())),
    );
    this.notifier = new Notifier({
      replica: ports.replica,
      timers: ports.timers,
      waiting: () => newQuestions(this.context()),
      screen: () => (this.door.locked ? 'locked' : 'open'),
      isOn: () => (this.settings().notices ?? (ports.options.notify ? 'on' : 'off')) === 'on',
      desktop: ports.options.notify ?? null,
    });
    this.watch = new ReopenWatch(ports);
    this.indexer = new SearchIndexer(ports);
    this.drafts = new Drafts(ports);
    ports.replica.onChanged(({ collections }) => {
      this.changed();
      this.indexer.soon();
      if (collections.includes('question')) this.notifier.lookSoon();
    });
    ports.replica.disk.onFault(({ kind, message }) => {
      ports.options.log({ event: 'disk failed', kind, words: message });
      this.changed();
    });
    this.indexer.soon();
  }

  /** No more news, no more indexing: the database is about to be closed. */
  stop(): void {
    this.door.stop();
    this.watch.note();
    this.indexer.stop();
    this.frame.stop();
    this.notifier.stop();
  }

  /** Something that the frame shows may have changed: the link, the queue, the questions. */
  changed(): void {
    this.frame.changed();
  }

  lookForDemo(): void {
    this.door.lookForDemo();
  }

  state(): AppState {
    return this.frame.state();
  }

  onState(listener: (state: AppState) => void): () => void {
    return this.frame.onState(listener);
  }

  onChanged(listener: Parameters<ConsoleApi['onChanged']>[0]): () => void {
    return this.ports.replica.onChanged(listener);
  }

  onAnnounced(listener: Parameters<ConsoleApi['onAnnounced']>[0]): () => void {
    return this.notifier.onAnnounced(listener);
  }

  demoPeople(): ReturnType<ConsoleApi['demoPeople']> {
    return this.door.demoPeople();
  }
  enrolDemo(input: Parameters<ConsoleApi['enrolDemo']>[0]): Promise<void> {
    return this.door.enrolDemo(input);
  }
  enrol(input: Parameters<ConsoleApi['enrol']>[0]): Promise<void> {
    return this.door.enrol(input);
  }
  async unlock(pin: string): Promise<void> {
    this.door.unlock(pin);
    this.watch.closeDay();
  }
  lock(): void {
    this.door.lock();
  }

  workList(input: Parameters<ConsoleApi['workList']>[0]): ReturnType<ConsoleApi['workList']> {
    return this.read((open) => workList(open, input));
  }
  visit(id: RecordId): ReturnType<ConsoleApi['visit']> {
    return this.read((open) => visit(open, id));
  }
  equipmentSearch(input: Parameters<ConsoleApi['equipmentSearch']>[0]): ReturnType<ConsoleApi['equipmentSearch']> {
    return this.read((open) => equipmentSearch(open, input));
  }
  equipment(id: RecordId): ReturnType<ConsoleApi['equipment']> {
    return this.read((open) => equipmentView(open, id));
  }
  people(): ReturnType<ConsoleApi['people']> {
    return this.read((open) => people(open));
  }

  save(input: Parameters<ConsoleApi['save']>[0]): SaveResult {
    return this.watch.saved(this.keep(() => save(this.ports.replica, this.author(), input)));
  }
  signOff(input: Parameters<ConsoleApi['signOff']>[0]): SaveResult {
    return this.watch.saved(this.keep(() => signOff(this.context(), this.author(), input)));
  }
  archive(input: Parameters<ConsoleApi['archive']>[0]): SaveResult {
    return this.keep(() => archive(this.ports.replica, this.author(), input));
  }
  undo(input: Parameters<ConsoleApi['undo']>[0]): SaveResult {
    return this.keep(() => undo(this.ports.replica, this.author(), input));
  }
  answer(input: Parameters<ConsoleApi['answer']>[0]): SaveResult {
    return this.keep(() => answer(this.ports.replica, this.author(), input));
  }
  undoAnswer(input: Parameters<ConsoleApi['undoAnswer']>[0]): SaveResult {
    return this.keep(() => undoAnswer(this.ports.replica, this.author(), input));
  }
  resendHeld(seq: number): SaveResult {
    return this.keep(() => resendHeld(this.ports.replica, this.author(), seq));
  }
  fixHeld(input: Parameters<ConsoleApi['fixHeld']>[0]): SaveResult {
    return this.keep(() => fixHeld(this.ports.replica, this.author(), input));
  }
  giveHeld(input: Parameters<ConsoleApi['giveHeld']>[0]): SaveResult {
    return this.keep(() => giveHeld(this.context(), input));
  }
  exportHeld(): string {
    return this.read(() => exportHeld(this.ports.replica));
  }

  draft(key: string): Draft | null {
    return this.read(({ person }) => this.drafts.get(person, key));
  }
  keepDraft(key: string, value: Json): void {
    this.drafts.keep(this.author().person, key, value);
  }
  dropDraft(key: string): void {
    this.drafts.drop(this.author().person, key);
  }

  questions(input: Parameters<ConsoleApi['questions']>[0]): ReturnType<ConsoleApi['questions']> {
    return this.read((open) => questions(open, input));
  }
  question(id: RecordId): ReturnType<ConsoleApi['question']> {
    return this.read((open) => question(open, id));
  }
  /** From the replica; what others wrote is fetched first where a link allows, and kept. */
  async history(id: RecordId, page?: HistoryPageInput): ReturnType<ConsoleApi['history']> {
    const records = page && page.skip > 0 ? [] : this.read((open) => historyOf(open, id));
    await fetchHistory(this.ports.engine, records);
    return this.read((open) => history(open, id, page));
  }
  async exportHistory(input: Parameters<ConsoleApi['exportHistory']>[0]): ReturnType<ConsoleApi['exportHistory']> {
    this.open();
    return fetchExport(this.ports.engine, input);
  }

  sync(): ReturnType<ConsoleApi['sync']> {
    const { engine } = this.ports;
    return {
      ...this.read((open) => syncView(open, linkView(engine.known, engine.state(), this.ports.server()))),
      lastExchangeAt: engine.lastHeardAt,
    };
  }
  switchLink(on: boolean): void {
    const { replica, engine } = this.ports;
    keepOnDisk(() => replica.transact('durable', () => replica.writeMeta('linkOff', !on)));
    if (on) engine.switchOn();
    else engine.switchOff();
    this.changed();
  }
  tryNow(): void {
    this.ports.engine.wake();
  }

  settings(): ReturnType<ConsoleApi['settings']> {
    return this.ports.options.settings.get();
  }
  changeSettings(change: Parameters<ConsoleApi['changeSettings']>[0]): ReturnType<ConsoleApi['changeSettings']> {
    return this.ports.options.settings.set(change);
  }
  setWeather(weather: Parameters<ConsoleApi['setWeather']>[0]): void {
    this.ports.weather?.set(weather);
    this.ports.engine.wake();
    this.changed();
  }
  async openAnotherConsole(): Promise<{ readonly url: string }> {
    const { openAnother } = this.ports.options;
    if (openAnother) return openAnother();
    throw new ConsoleFault({
      kind: 'notAllowed',
      words: 'Another console cannot be opened from here.',
      field: null,
      code: 'no-another',
    });
  }

  team(input: Parameters<ConsoleApi['team']>[0]): ReturnType<ConsoleApi['team']> {
    return this.read((open) => teamView(open, input));
  }
  opened(id: RecordId): void {
    this.watch.opened(id);
  }
  left(id: RecordId, edited: boolean): void {
    this.watch.left(id, edited);
  }

  /** Reads for a screen. A disk that cannot be read any more is said in words, and is not asked again. */
  private read<Result>(work: (open: ViewContext) => Result): Result {
    const open = this.open();
    try {
      return work(open);
    } catch (error) {
      throw saidOfDisk(this.ports.replica.disk.judge(error));
    }
  }

  private keep(work: () => Saved): SaveResult {
    this.open();
    const saved = withReserve(this.ports.reserve, work);
    this.ports.engine.newWork();
    return { ...saved, label: labelOfRecords(this.context(), saved.records) };
  }

  /** @throws ConsoleFault locked, diskFailed: with the screen locked nobody reads or writes, nor after the disk failed. */
  private open(): ViewContext {
    keepOnDisk(() => this.ports.replica.disk.check());
    if (this.door.locked || this.ports.replica.identity() === null) {
      throw new ConsoleFault({ kind: 'locked', words: 'Sign in with your PIN first.', field: null, code: 'locked' });
    }
    return this.context();
  }

  private context(): ViewContext {
    const { replica, engine, timers, zone } = this.ports;
    const { person, role } = this.author();
    const { evidence, vouchedTo } = engine.known;
    const { switchedOn, hello } = evidence;
    const canLeave = switchedOn && hello !== 'notEnrolled' && hello !== 'wrongOrganisation';
    return {
      replica,
      person,
      role,
      canLeave,
      sendingSince: (seq) => engine.dispatcher.sendingSince(seq),
      vouchedTo,
      now: timers.now(),
      offset: zone(),
    };
  }

  private author() {
    const identity = this.ports.replica.identity();
    if (!identity)
      throw new ConsoleFault({ kind: 'locked', words: 'Nobody works here yet.', field: null, code: 'no-identity' });
    return { person: identity.person, role: identity.role };
  }
}
