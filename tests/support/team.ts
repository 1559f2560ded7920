/** A real server on a real port, and consoles that come and go. */
import { serve, type Serving } from '../../server/compose.ts';
import { createMetrics } from '../../server/ops/metrics.ts';
import type { WireVersions } from '../../server/session/ports.ts';
import { TestConsole, type ConsoleOptions } from './console.ts';
import { Rig, ORG, type Who } from './hospital.ts';
import { expectAgreement } from './agreement.ts';
import { expectBooks } from './books.ts';
import { until } from './wait.ts';

/** What a failing test has to say of a console. */
function stateOf(c: TestConsole, head: number): string {
  const queue = c.replica.changes.summary.all();
  return JSON.stringify({
    head,
    cursor: c.replica.cursor(),
    queue,
    session: c.engine.state(),
    logged: c.logged.slice(-4),
  });
}

export class Team {
  readonly rig = new Rig({ clock: () => Date.now() });
  /** Versions of the wire that the server speaks; undefined: this program's. */
  wire: WireVersions | undefined;
  readonly consoles: TestConsole[] = [];
  readonly logged: { readonly event: string; readonly [key: string]: unknown }[] = [];
  private serving: Serving | null = null;
  private port = 0;

  async start(): Promise<this> {
    if (this.rig.storage.head(ORG).position === 0) await this.rig.found();
    const { storage } = this.rig;
    const log = (line: { readonly event: string }): void => void this.logged.push(line);
    this.serving = await serve({
      storage,
      org: ORG,
      schema: this.rig.schema,
      ...(this.wire ? { wire: this.wire } : {}),
      host: '127.0.0.1',
      port: this.port,
      metrics: createMetrics('server'),
      log,
    });
    this.port = Number(new URL(this.serving.url).port);
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The server stops, and another process-worth of it starts on the same port and database. */
  async restart(): Promise<void> {
    await this.stop();
    this.rig.reopen();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.serving?.close();
    this.serving = null;
  }

  /** A console that is switched on and has caught up. */
  async join(who: Who, options: Partial<ConsoleOptions> = {}): Promise<TestConsole> {
    const console = this.offline(who, options);
    console.engine.switchOn();
    await this.caughtUp(console);
    return console;
  }

  /** A console that has never been switched on. */
  offline(who: Who, options: Partial<ConsoleOptions> = {}): TestConsole {
    const console = new TestConsole(this.rig, who, { server: this.url, ...options });
    this.consoles.push(console);
    return console;
  }

  head(): number {
    return this.rig.storage.head(ORG).position;
  }

  async caughtUp(...consoles: readonly TestConsole[]): Promise<void> {
    for (const c of consoles.length === 0 ? this.consoles : consoles) {
      await until(
        () => `${c.who} has caught up: ${stateOf(c, this.head())}`,
        () => c.replica.cursor() === this.head() && c.replica.view.all.all().every((s) => s.filled === null),
      );
    }
  }

  /** Everything sent, everybody caught up, and all replicas equal to the server. */
  async settled(...consoles: readonly TestConsole[]): Promise<void> {
    const all = consoles.length === 0 ? this.consoles : consoles;
    for (const c of all)
      await until(
        () => `${c.who} has sent everything: ${stateOf(c, this.head())}`,
        () => c.open() === 0,
      );
    await this.caughtUp(...all);
    for (const c of all) expectAgreement(this.rig, c);
    await expectBooks(this.rig, ...all);
  }

  async close(): Promise<void> {
    for (const c of this.consoles) await c.close();
    await this.stop();
    this.rig.close();
  }
}
