/**
 * A replica for the tests of the views: a real file in a folder of its own, with what a server would have sent put into
 * it through the same door, and saves made by the same transaction as in the product.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  changeId,
  recordId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type Position,
  type RecordId,
} from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { QuestionSide, QuestionState } from '../../domain/question/question.ts';
import { encodeBody, valuesOf, type Body, type Cell } from '../../domain/record/body.ts';
import { project } from '../../domain/record/project.ts';
import { hospital } from '../../domain/schema/hospital.ts';
import { withSystem } from '../../domain/schema/system.ts';
import type { Role } from '../../domain/schema/types.ts';
import { commitSave, sawOf, type Saved } from '../replica/commit-change.ts';
import { openReplica } from '../replica/open.ts';
import {
  canonicalOf,
  definitionOf,
  insertCanonical,
  markForSearch,
  shownOf,
  writeCanonical,
} from '../replica/record-store.ts';
import { Replica } from '../replica/replica.ts';
import { confirmOwn, confirmUpTo } from '../sync/confirm.ts';
import type { ViewContext } from './context.ts';

export const NOW = Date.UTC(2026, 10, 18, 9, 30);
export const HERE = 7;
const IMPORT = 1;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export class SampleReplica {
  readonly replica: Replica;
  readonly folder: string;
  readonly me: PersonId;
  readonly sending = new Map<number, number>();
  now = NOW;
  canLeave = true;
  role: Role = 'technician';
  private position = 0;
  private made = 0;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'holdfast-views-'));
    const db = openReplica({ file: join(this.folder, 'replica.db'), key: null });
    this.replica = new Replica(db, {
      schema: withSystem(hospital),
      clock: () => this.now,
      sha256,
      digest: (text) => Number.parseInt(sha256(text).slice(0, 12), 16),
    });
    this.me = this.person('Ben Okafor', 'technician');
    this.replica.transact('durable', () =>
      this.replica.setIdentity({
        org: 'demo',
        organisation: 'Demo',
        device: HERE as DeviceNo,
        deviceName: 'laptop',
        epoch: 1 as Epoch,
        person: this.me,
        personName: 'Ben Okafor',
        role: 'technician',
      }),
    );
  }

  close(): void {
    this.replica.db.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  ctx(over: Partial<ViewContext> = {}): ViewContext {
    return {
      replica: this.replica,
      person: this.me,
      role: this.role,
      canLeave: this.canLeave,
      sendingSince: (seq) => this.sending.get(seq) ?? null,
      vouchedTo: null,
      now: this.now,
      offset: 0,
      ...over,
    };
  }

  /** A record as the server sends it; gives its id. `by`: device of its writer. */
  sent(collection: string, groups: { readonly [group: string]: Fields }, by = IMPORT): RecordId {
    const id = recordId(by, 1, ++this.made, 0);
    this.put(id, collection, groups, by);
    return id;
  }

  put(id: RecordId, collection: string, groups: { readonly [group: string]: Fields }, by = IMPORT): void {
    const p = this.next();
    const body: Body = Object.fromEntries(
      Object.entries(groups).map(([g, v]) => [g, { v, w: [changeId(by, 1, p)], p } satisfies Cell]),
    );
    this.putBody(id, collection, body);
  }

  private putBody(id: RecordId, collection: string, body: Body): void {
    const { replica } = this;
    const at = project(
      definitionOf(replica, collection),
      id,
      valuesOf(body),
      (parent) => replica.records.siteOf.get(parent) as RecordId | null,
    );
    const pos = Math.max(...Object.values(body).map((c) => c.p));
    replica.transact('replayable', () => {
      const rid = insertCanonical(replica, { ...at, id, collection, pos, body: encodeBody(body) });
      markForSearch(replica, collection, rid);
    });
  }

  /** The server's word on groups of a record changes; gives the position. */
  rewrite(id: RecordId, cells: { readonly [group: string]: Partial<Cell> }): Position {
    const { replica } = this;
    const p = this.next();
    replica.transact('replayable', () => {
      const row = this.row(id);
      const body: Record<string, Cell> = { ...canonicalOf(row) };
      for (const [group, cell] of Object.entries(cells)) {
        body[group] = { ...(body[group] ?? { v: {}, w: [changeId(IMPORT, 1, p)], p }), p, ...cell };
      }
      writeCanonical(replica, row, body, p, undefined);
    });
    return p;
  }

  row(id: RecordId) {
    const row = this.replica.records.byId.get(id);
    if (!row) throw new Error(`no record ${id}`);
    return row;
  }

  person(name: string, role: Role): PersonId {
    return this.sent('person', { identity: { name, role } });
  }

  site(name: string): RecordId {
    return this.sent('site', { identity: { name, code: name.slice(0, 3) } });
  }

  device(site: RecordId, over: Fields = {}, room = 'Radiology B1'): RecordId {
    return this.sent('equipment', {
      identity: {
        type: 'CT scanner',
        manufacturer: 'Siemens',
        model: 'Somatom',
        serial: '4471',
        assetTag: 'A-17',
        ...over,
      },
      place: { site, room },
    });
  }

  job(equipment: RecordId | null, over: { readonly [group: string]: Fields } = {}): RecordId {
    return this.sent('workOrder', {
      request: {
        number: '20417',
        title: 'image artefact',
        kind: 'repair',
        priority: 'urgent',
        equipment,
        due: NOW + 3_600_000,
      },
      assignment: { technician: this.me, scheduled: NOW },
      ...over,
    });
  }

  /** Saves edits of one record as its form would; a null record creates one. */
  save(record: RecordId | null, collection: string, groups: { readonly [group: string]: Fields }): Saved {
    const row = record ? this.row(record) : undefined;
    const shown: Body = row ? shownOf(row) : {};
    const canonical: Body = row ? canonicalOf(row) : {};
    return commitSave(
      this.replica,
      { person: this.me, role: this.role },
      Object.entries(groups).map(([group, set]) => ({
        record,
        collection,
        group,
        set,
        saw: sawOf(shown[group], canonical[group], shown['archived']),
      })),
    );
  }

  seqOf(change: ChangeId | undefined): number {
    return Number((change ?? '').split('.')[2]);
  }

  /** What the server made of a change; null outcomes: applied, all of them. */
  answer(seq: number, state: string, outcomes: readonly EditOutcome[] | null): Position {
    const p = this.next();
    const position = state === 'confirming' ? p : null;
    this.replica.changes.setOutcome.run(state, outcomes && JSON.stringify(outcomes), position, this.now, 1, seq);
    return p;
  }

  /** The replica passes the end of the log: own work that was applied is seen back, and what the records named say. */
  seenBack(records: readonly RecordId[] = []): void {
    for (const id of records) this.rewrite(id, {});
    const end = this.position as Position;
    this.replica.transact('replayable', () => {
      confirmOwn(this.replica, 0 as Position, end);
      this.replica.setCursor(end);
      confirmUpTo(this.replica, end);
    });
  }

  /** An open question on a group of a record. */
  ask(
    record: RecordId,
    collection: string,
    group: string,
    sides: readonly QuestionSide[],
    reviewer: PersonId | null,
  ): RecordId {
    const id = recordId(0, 1, ++this.made, 0);
    const state: QuestionState = {
      status: 'open',
      reviewer,
      reviewerRole: reviewer && 'manager',
      chosen: null,
      answeredBy: null,
      answeredAt: null,
      answer: null,
      reason: null,
    };
    this.put(id, 'question', {
      subject: { record, collection, group, openedAt: this.now },
      sides: { list: sides.map((s) => ({ ...s, writers: [...s.writers] })) },
      state: { ...state },
    });
    const first = sides[0];
    this.rewrite(record, { [group]: { q: id, ...(first ? { v: first.value, w: first.writers } : {}) } });
    return id;
  }

  private next(): Position {
    this.position += 1;
    return this.position as Position;
  }
}

export function side(writer: ChangeId, value: Fields, person: PersonId, words: string, madeAt = NOW): QuestionSide {
  const device = Number(writer.split('.')[0]);
  return { writers: [writer], value, person, role: 'technician', device, madeAt, receivedAt: madeAt + 1_000, words };
}
