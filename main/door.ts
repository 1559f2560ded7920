/**
 * The door of the console: who works here, and whether the screen is locked. Enrolling, signing in and locking go through
 * it; none of them stops what is being sent (H-6).
 */
import type { ConsoleApi } from '../protocol/ipc/api.ts';
import { ConsoleFault } from '../protocol/ipc/fault.ts';
import type { CorePorts } from './core-ports.ts';
import { enrolAsDemo, enrolWithCode, fetchDemoPeople, signInAgain } from './identity/enrol.ts';
import { checkPin } from './identity/pin.ts';
import { keepOnDisk } from './verbs/keep-on-disk.ts';

/** Between two looks for the demo. */
const LOOK_AGAIN_MS = 5_000;

export class Door {
  locked = false;
  /** The server that was named offers its demo hospital. */
  demoOffered = false;
  private readonly ports: CorePorts;
  private readonly changed: () => void;
  private stopped = false;

  /** `changed`: something of it may show in the frame. */
  constructor(ports: CorePorts, changed: () => void) {
    this.ports = ports;
    this.changed = changed;
  }

  stop(): void {
    this.stopped = true;
  }

  /** Before anybody works here: does the server that was named offer its demo? Asked again until it answers. */
  lookForDemo(): void {
    if (this.stopped || this.ports.replica.identity() !== null || this.ports.server() === null) return;
    this.demoPeople().catch(() => this.ports.timers.after(LOOK_AGAIN_MS, () => this.lookForDemo()));
  }

  async demoPeople(): ReturnType<ConsoleApi['demoPeople']> {
    const list = await fetchDemoPeople(this.ports.enrolment, this.serverOrFault());
    this.demoOffered = list.length > 0;
    this.changed();
    return list;
  }

  async enrolDemo(input: Parameters<ConsoleApi['enrolDemo']>[0]): Promise<void> {
    this.refuseWhenEnrolled();
    await enrolAsDemo(this.ports.enrolment, this.serverOrFault(), input.person, input.pin);
    this.begin(this.serverOrFault());
  }

  async enrol(input: Parameters<ConsoleApi['enrol']>[0]): Promise<void> {
    this.refuseWhenEnrolled();
    await enrolWithCode(this.ports.enrolment, input.server, input.code, input.pin);
    this.begin(input.server);
  }

  /** @throws ConsoleFault with words, when the PIN is not right or may not be tried yet. */
  unlock(pin: string): void {
    keepOnDisk(() => checkPin(this.ports.replica, pin, this.ports.timers.now()));
    this.locked = false;
    this.changed();
    if (this.ports.engine.known.evidence.hello === 'expired') this.signIn(pin);
  }

  lock(): void {
    this.locked = this.ports.replica.identity() !== null;
    this.changed();
  }

  /** Somebody works here already: another person on this laptop gets a database of their own (H-5). */
  private refuseWhenEnrolled(): void {
    if (this.ports.replica.identity() === null) return;
    throw new ConsoleFault({
      kind: 'notAllowed',
      words: 'This laptop is enrolled already.',
      field: null,
      code: 'enrolled',
    });
  }

  /** The lease had run out: a new one, beside the work that goes on. Without a link it is asked for at the next unlock. */
  private signIn(pin: string): void {
    const { engine, enrolment, options } = this.ports;
    signInAgain(enrolment, this.serverOrFault(), pin).then(
      () => engine.reconnect(),
      (error: unknown) =>
        options.log({ event: 'not signed in', error: error instanceof Error ? error.message : String(error) }),
    );
  }

  private begin(server: string): void {
    this.ports.useServer(server);
    this.locked = false;
    this.ports.engine.switchOn();
    this.changed();
  }

  private serverOrFault(): string {
    const server = this.ports.server();
    if (server !== null) return server;
    throw new ConsoleFault({
      kind: 'noLink',
      words: 'No server is known yet. Enter its address.',
      field: 'server',
      code: 'no-server',
    });
  }
}
