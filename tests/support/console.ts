/** Real consoles: a replica on disk and the engine over a real WebSocket. */
import { join } from 'node:path';
import { FIRST_EPOCH, type ChangeId, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { Body } from '../../domain/record/body.ts';
import { ARCHIVED, type Schema } from '../../domain/schema/types.ts';
import { diagnose } from '../../main/connectivity/diagnose.ts';
import { deviceKey, type DeviceKey } from '../../main/identity/device-key.ts';
import { sawOf, type Author, type Saved } from '../../main/replica/commit-change.ts';
import { openReplica } from '../../main/replica/open.ts';
import { canonicalOf, shownOf } from '../../main/replica/record-store.ts';
import { Replica } from '../../main/replica/replica.ts';
import type { ChangeRow } from '../../main/replica/tables.ts';
import { Engine } from '../../main/sync/engine.ts';
import type { Dialer, Timers } from '../../main/sync/link.ts';
import { dialFrames } from '../../main/sync/trpc-link.ts';
import { zstdPacker } from '../../main/sync/zstd.ts';
import { save } from '../../main/verbs/save.ts';
import { digest48, schema, sha256 } from '../../server/compose.ts';
import { ORG, PEOPLE, ROLE, type Rig, type Who } from './hospital.ts';
import { enrolDirectly } from './laptop.ts';

/** The laptop's own clock and timers, `speed` times as fast as the machine's: waits of many seconds pass in no time. */
export function realTimers(speed = 1): Timers {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    after(ms, task) {
      const timer = setTimeout(task, ms / speed);
      return () => clearTimeout(timer);
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    random: () => Math.random(),
  };
}

export interface ConsoleOptions {
  readonly server: string;
  readonly timers?: Timers;
  readonly dialer?: Dialer;
  /** Absent: the product's. */
  readonly schema?: Schema;
  /** Newest version of the wire that it speaks. */
  readonly protocol?: number;
}

export function openReplicaAt(folder: string, used: Schema = schema): Replica {
  const db = openReplica({ file: join(folder, 'replica.db'), key: null });
  return new Replica(db, { schema: used, clock: () => Date.now(), sha256, digest: digest48 });
}

/** A replica that is enrolled as that person, without a server in sight. */
export function enrolledReplica(
  rig: Rig,
  folder: string,
  who: Who,
  used: Schema = schema,
): { replica: Replica; key: DeviceKey } {
  const replica = openReplicaAt(folder, used);
  const key = deviceKey(replica);
  if (replica.identity() === null) {
    const person = PEOPLE[who];
    const { device, lease } = enrolDirectly(rig, person, key.publicKey);
    replica.transact('durable', () => {
      replica.writeMeta('lease', lease);
      replica.setIdentity({
        org: ORG,
        organisation: 'Mercy',
        device,
        deviceName: who,
        epoch: FIRST_EPOCH,
        person,
        personName: who,
        role: ROLE[who],
      });
    });
  }
  return { replica, key };
}

export class TestConsole {
  readonly who: Who;
  readonly folder: string;
  readonly replica: Replica;
  readonly engine: Engine;
  readonly key: DeviceKey;
  readonly logged: { readonly event: string; readonly [key: string]: unknown }[] = [];

  constructor(
    rig: Rig,
    who: Who,
    options: ConsoleOptions,
    folder = join(rig.folder, `${who}-${Math.random().toString(36).slice(2)}`),
  ) {
    this.who = who;
    this.folder = folder;
    const { replica, key } = enrolledReplica(rig, folder, who, options.schema);
    this.replica = replica;
    this.key = key;
    const { server } = options;
    this.engine = new Engine({
      replica,
      timers: options.timers ?? realTimers(),
      packer: zstdPacker,
      sign: key.sign,
      version: 'test',
      ...(options.protocol === undefined ? {} : { protocol: options.protocol }),
      onChange: () => {},
      log: (line) => void this.logged.push(line),
      dialer: options.dialer ?? {
        dial: (events) => dialFrames(server, events),
        isSecure: () => false,
        diagnose: () => diagnose({ server, stepMs: 1_000, after: realTimers().after }),
      },
    });
  }

  author(): Author {
    return { person: PEOPLE[this.who], role: ROLE[this.who] };
  }

  /** Saves as a form would that was opened just now; `record` null creates. */
  save(record: RecordId | null, path: `${string}.${string}`, set: Fields): Saved {
    return this.saveAll([[record, path, set]]);
  }

  saveAll(edits: readonly (readonly [RecordId | null, `${string}.${string}`, Fields])[]): Saved {
    const saved = save(this.replica, this.author(), {
      edits: edits.map(([record, path, set]) => {
        const [collection = '', group = ''] = path.split('.');
        const shown = record ? this.shown(record) : {};
        const canonical = record ? this.canonical(record) : {};
        return {
          record,
          collection,
          group,
          set: set as { [k: string]: never },
          saw: sawOf(shown[group], canonical[group], shown[ARCHIVED]),
        };
      }),
    });
    this.engine.wake();
    return saved;
  }

  shown(id: RecordId): Body {
    const row = this.replica.records.byId.get(id);
    return row ? shownOf(row) : {};
  }

  canonical(id: RecordId): Body {
    const row = this.replica.records.byId.get(id);
    return row ? canonicalOf(row) : {};
  }

  change(id: ChangeId | undefined): ChangeRow {
    const [, epoch, seq] = String(id).split('.').map(Number);
    const row = this.replica.changes.byKey.get(epoch ?? 0, seq ?? 0);
    if (!row) throw new Error(`no change ${id}`);
    return row;
  }

  state(id: ChangeId | undefined): string {
    return this.change(id).state;
  }

  /** Changes that are neither settled nor replaced. */
  open(): number {
    return this.replica.changes.summary.all().reduce((sum, row) => sum + row.count, 0);
  }

  async close(): Promise<void> {
    await this.engine.close();
    this.replica.db.close();
  }
}
