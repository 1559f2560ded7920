/** A small hospital in a real database: two sites, five people, a device and a job at each site. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../../domain/change/change.ts';
import type { ChangeOutcome, EditOutcome } from '../../domain/change/outcome.ts';
import {
  changeId,
  IMPORT_DEVICE,
  recordId,
  type ChangeId,
  type Epoch,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import { decodeBody, type Body } from '../../domain/record/body.ts';
import type { Role, Schema } from '../../domain/schema/types.ts';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import { digest48, schema, sha256 } from '../../server/compose.ts';
import { leaseKey } from '../../server/auth/lease.ts';
import type { Storage } from '../../server/storage/contract/storage.ts';
import { openDatabase, type Database } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { createCommitter } from '../../server/sync/persist.ts';
import type { Committer } from '../../server/sync/committer.ts';
import { edit, SAW_NOTHING, type Sketch } from './edits.ts';
import { hashOf, Laptop, type Enrolling } from './laptop.ts';

export const ORG = 'mercy';
export const START = 1_790_000_000_000;
/** Change and record ids of the operator's imports, in the order in which `found` writes them. */
const imported = (seq: number): RecordId => recordId(IMPORT_DEVICE, 1, seq, 0);
export const importedBy = (seq: number): ChangeId => changeId(IMPORT_DEVICE, 1, seq);

export const PEOPLE = {
  admin: imported(1),
  ana: imported(2),
  ben: imported(3),
  lena: imported(4),
  maria: imported(5),
  cid: imported(6),
} as const;
export type Who = keyof typeof PEOPLE;
export const ROLE: Readonly<Record<Who, Role>> = {
  admin: 'admin',
  ana: 'technician',
  ben: 'technician',
  cid: 'technician',
  lena: 'lead',
  maria: 'manager',
};
export const NORTH = imported(7);
export const SOUTH = imported(8);
/** At the north site. */
export const SCANNER = imported(9);
/** At the south site. */
export const PUMP = imported(10);
/** A job on the scanner. */
export const JOB = imported(11);
/** A job on the pump. */
export const PUMP_JOB = imported(12);
/** What wrote the job's request. */
export const JOB_MADE_BY = importedBy(11);

export interface RigOptions {
  readonly waitMs?: number;
  readonly clock?: () => number;
  /** Absent: the product's. */
  readonly schema?: Schema;
}

/** The server without its sockets: storage, committer, a clock that stands still unless told otherwise. */
export class Rig implements Enrolling {
  readonly folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  readonly org = ORG;
  readonly clock: () => number;
  now = START;
  database: Database;
  storage: Storage;
  committer: Committer;
  /** What the server knows; another one from the next `makeCommitter` on is a server that was updated. */
  schema: Schema;
  private readonly options: RigOptions;
  private imports = 0;

  constructor(options: RigOptions = {}) {
    this.options = options;
    this.schema = options.schema ?? schema;
    this.clock = options.clock ?? (() => this.now);
    this.database = openDatabase(this.file(), 'anything');
    this.storage = createSqliteStorage(this.database);
    this.storage.directory.createOrganisation(ORG, 'Mercy', true, this.clock(), 'incarnation-1');
    this.committer = this.makeCommitter();
  }

  get leaseKey() {
    return leaseKey(this.storage.directory);
  }

  file(): string {
    return join(this.folder, 'server.db');
  }

  /** People see the sites of their team: everybody the north, Cid the south, Maria and the admin all. */
  async found(): Promise<this> {
    const person = (name: string, role: Role): readonly Sketch[] => [edit(null, 'person.identity', { name, role })];
    await this.import(
      person('Ada Admin', 'admin'),
      person('Ana', 'technician'),
      person('Ben', 'technician'),
      person('Lena', 'lead'),
      person('Maria', 'manager'),
      person('Cid', 'technician'),
      [edit(null, 'site.identity', { name: 'North' })],
      [edit(null, 'site.identity', { name: 'South' })],
      [
        edit(null, 'equipment.identity', { type: 'CT scanner', serial: '4471' }),
        edit(SCANNER, 'equipment.place', { site: NORTH, room: 'B1' }),
      ],
      [
        edit(null, 'equipment.identity', { type: 'Pump', serial: '88' }),
        edit(PUMP, 'equipment.place', { site: SOUTH, room: 'S1' }),
      ],
      [edit(null, 'workOrder.request', { title: 'artefact', equipment: SCANNER, site: NORTH })],
      [edit(null, 'workOrder.request', { title: 'alarm', equipment: PUMP, site: SOUTH })],
    );
    for (const who of Object.keys(PEOPLE) as Who[]) {
      const role = ROLE[who];
      const sites = role === 'manager' || role === 'admin' ? null : [who === 'cid' ? SOUTH : NORTH];
      this.storage.directory.putAccount(ORG, {
        person: PEOPLE[who],
        role,
        name: who,
        pin: null,
        disabledAt: null,
        sites,
      });
    }
    return this;
  }

  /** Each list of edits becomes one change of the operator. */
  async import(...changes: readonly (readonly Sketch[])[]): Promise<readonly ChangeOutcome[]> {
    const made = changes.map((sketches): Change => {
      const seq = ++this.imports;
      let n = 0;
      return {
        device: IMPORT_DEVICE,
        epoch: 1 as Epoch,
        seq: seq as Sequence,
        save: importedBy(seq) as string as SaveId,
        lane: 'normal',
        author: PEOPLE.admin,
        role: 'admin',
        schema: schema.version,
        hlc: hlcFromMs(this.clock()),
        madeAt: this.clock(),
        edits: sketches.map((e) => ({
          ...e,
          saw: e.saw ?? SAW_NOTHING,
          record: e.record ?? recordId(IMPORT_DEVICE, 1, seq, n++),
        })),
      };
    });
    const outcomes = await this.submit(...made);
    const bad = outcomes.flatMap((o) => o.edits).find((o) => o.kind === 'refused');
    if (bad) throw new Error(`the hospital could not be founded: ${JSON.stringify(bad)}`);
    return outcomes;
  }

  laptop(who: Who): Laptop {
    return new Laptop(this, PEOPLE[who], ROLE[who]);
  }

  submit(...changes: readonly Change[]): Promise<readonly ChangeOutcome[]> {
    return this.committer.submit({ changes, hashes: changes.map(hashOf) });
  }

  /** Outcomes of one change, edit by edit. */
  async outcome(change: Change): Promise<readonly EditOutcome[]> {
    const [outcome] = await this.submit(change);
    if (!outcome) throw new Error('no outcome');
    return outcome.edits;
  }

  body(id: RecordId): Body {
    const row = this.row(id);
    return row === undefined ? {} : decodeBody(row.body);
  }

  row(id: RecordId) {
    return this.storage
      .pullPage(ORG, null, 0 as never, this.storage.head(ORG).position, 1_000_000)
      .rows.find((r) => r.id === id);
  }

  makeCommitter(): Committer {
    const { waitMs } = this.options;
    return createCommitter({
      storage: this.storage,
      org: ORG,
      schema: this.schema,
      sha256,
      digest: digest48,
      clock: this.clock,
      soon: (task) => void setImmediate(task),
      ...(waitMs === undefined ? {} : { waitMs }),
    });
  }

  /** The server's process ended and began again on the same database. */
  reopen(): void {
    this.storage.close();
    this.database = openDatabase(this.file(), 'existing');
    this.storage = createSqliteStorage(this.database);
    this.committer = this.makeCommitter();
  }

  close(): void {
    this.storage.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
