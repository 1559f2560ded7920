/** A client written by hand, to say to a real session what no honest console would; over an in-memory link. */
import type { Change } from '../../domain/change/change.ts';
import { zstdPacker } from '../../main/sync/zstd.ts';
import { toColumns } from '../../protocol/wire/batch.ts';
import { frameText, type FrameLink } from '../../protocol/wire/frame.ts';
import { helloText, type Hello } from '../../protocol/wire/hello.ts';
import { readDown, type DownMessage } from '../../protocol/wire/messages.ts';
import { pushText, type Push } from '../../protocol/wire/push.ts';
import { PROTOCOL_VERSION } from '../../protocol/wire/version.ts';
import { schema, sha256 } from '../../server/compose.ts';
import { createGate } from '../../server/auth/gate.ts';
import { createMetrics } from '../../server/ops/metrics.ts';
import type { SessionPorts } from '../../server/session/ports.ts';
import { Session } from '../../server/session/session.ts';
import { createCommitter } from '../../server/sync/persist.ts';
import { createFanOut } from '../../server/sync/fan-out.ts';
import { createRing, FrameCache } from '../../server/sync/publish.ts';
import { digest48 } from '../../server/compose.ts';
import { ORG, type Rig } from './hospital.ts';
import { hashOf, type Laptop } from './laptop.ts';

/** Never the same twice in a process, as chance would have it: they name incarnations as well. */
let nonces = 0;

/** The server from the sessions upwards, its fan-out flushed by hand. */
export class Desk {
  readonly sessions = new Set<Session>();
  readonly logged: { readonly event: string }[] = [];
  readonly ports: SessionPorts;
  readonly metrics = createMetrics('server');
  busy: { readonly comeBackMs: number } | null = null;
  private tell: (() => void) | null = null;

  constructor(rig: Rig) {
    const { storage } = rig;
    const ring = createRing(storage.head(ORG).position);
    const frames = new FrameCache(zstdPacker);
    const after = (_ms: number, task: () => void): (() => void) => {
      this.tell = task;
      return () => (this.tell = null);
    };
    const fanOut = createFanOut({ sessions: this.sessions, ring, frames, clock: rig.clock, after });
    const committer = createCommitter({
      storage,
      org: ORG,
      schema,
      sha256,
      digest: digest48,
      clock: rig.clock,
      soon: (task) => void setImmediate(task),
      onCommitted: fanOut.committed,
    });
    const gate = createGate({
      directory: storage.directory,
      org: ORG,
      key: rig.leaseKey,
      clock: rig.clock,
      random: (n) => new Uint8Array(n).fill(++nonces),
    });
    this.ports = {
      org: ORG,
      schema,
      storage,
      committer,
      ring,
      frames,
      packer: zstdPacker,
      gate,
      clock: rig.clock,
      sha256,
      metrics: this.metrics,
      log: (line) => void this.logged.push(line),
      busy: () => this.busy,
    };
  }

  /** News goes out now. */
  flush(): void {
    const { tell } = this;
    this.tell = null;
    tell?.();
  }

  session(link: FrameLink): Session {
    const session = new Session(this.ports, link);
    this.sessions.add(session);
    return session;
  }

  guest(laptop: Laptop): Guest {
    return new Guest(this, laptop);
  }
}

type Of<K extends DownMessage['k']> = Extract<DownMessage, { k: K }>;

export class Guest {
  readonly heard: DownMessage[] = [];
  readonly session: Session;
  closed = false;
  private readonly laptop: Laptop;
  private batch = 0;

  constructor(desk: Desk, laptop: Laptop) {
    this.laptop = laptop;
    const link: FrameLink = {
      send: (frame) => void this.heard.push(readDown(zstdPacker, frame).message),
      buffered: () => 0,
      close: () => (this.closed = true),
    };
    this.session = desk.session(link);
    this.session.open();
  }

  last<K extends DownMessage['k']>(k: K): Of<K> | undefined {
    return this.heard.findLast((m): m is Of<K> => m.k === k);
  }

  all<K extends DownMessage['k']>(k: K): readonly Of<K>[] {
    return this.heard.filter((m): m is Of<K> => m.k === k);
  }

  say(message: object, lines: readonly string[] = []): Promise<void> {
    return this.bytes(zstdPacker.pack(frameText(message, lines)));
  }

  bytes(frame: Uint8Array): Promise<void> {
    return this.session.receive(frame);
  }

  hello(more: Partial<Hello> = {}): Promise<void> {
    const lane = { count: 0, bytes: 0, oldest: null };
    const unsigned: Omit<Hello, 'signature'> = {
      k: 'hello',
      protocol: PROTOCOL_VERSION,
      schema: schema.version,
      org: ORG,
      device: this.laptop.device,
      epoch: this.laptop.epoch,
      lastSeq: this.laptop.seq,
      head: '',
      incarnation: '',
      cursor: 0,
      mark: null,
      older: [],
      app: 'test',
      time: 0,
      queue: { critical: lane, normal: lane, background: lane, held: 0 },
      lease: this.laptop.lease,
      ...more,
    };
    return this.say({
      ...unsigned,
      signature: more.signature ?? this.laptop.key.sign(helloText(this.last('challenge')?.nonce ?? '', unsigned)),
    });
  }

  pushMessage(changes: readonly Change[], more: Partial<Push> = {}): Push {
    const { device, epoch } = changes[0] ?? this.laptop;
    const signature = this.laptop.key.sign(pushText(device, epoch, changes.map(hashOf)));
    return { k: 'push', batch: ++this.batch, ...toColumns(changes), signature, ...more };
  }

  push(changes: readonly Change[], more: Partial<Push> = {}): Promise<void> {
    return this.say(this.pushMessage(changes, more));
  }

  pull(cursor = 0): Promise<void> {
    return this.say({ k: 'pull', incarnation: '', cursor, behind: [], whole: cursor === 0 });
  }
}
