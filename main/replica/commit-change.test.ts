import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeText } from '../../domain/change/change.ts';
import { changeId, parseRecordId, type ChangeId, type RecordId } from '../../domain/ids.ts';
import { enrolledReplica, openReplicaAt } from '../../tests/support/console.ts';
import { edit, saw, type Sketch } from '../../tests/support/edits.ts';
import { JOB, Rig, SCANNER } from '../../tests/support/hospital.ts';
import { changeOf } from '../queue/dispatcher.ts';
import { commitSave, type Author, type NewEdit, type Saved } from './commit-change.ts';
import { shownOf } from './record-store.ts';
import type { Replica } from './replica.ts';

let rig: Rig;
let folder: string;
let replica: Replica;
let author: Author;
beforeEach(async () => {
  rig = await new Rig().found();
  folder = join(rig.folder, 'console');
  replica = enrolledReplica(rig, folder, 'ana').replica;
  const identity = replica.identity()!;
  author = { person: identity.person, role: identity.role };
});
afterEach(() => {
  replica.db.close();
  rig.close();
});

const commit = (...sketches: readonly Sketch[]): Saved =>
  commitSave(
    replica,
    author,
    sketches.map((s): NewEdit => ({ ...s, saw: s.saw ?? saw(null) })),
  );
const findings = (text: string, seen = saw(null)): Sketch => edit(JOB, 'workOrder.findings', { text }, seen);
const rowOf = (id: ChangeId | undefined) => replica.changes.byKey.get(1, Number(String(id).split('.')[2]))!;
const shown = (id: RecordId) => {
  const row = replica.records.byId.get(id);
  return row ? shownOf(row) : {};
};
const counts = (): unknown =>
  ['change', 'pending_edit', 'record', 'search_pending'].map((t) =>
    replica.db.prepare(`SELECT count(*) FROM ${t}`).pluck().get(),
  );

describe('[SAVE-1] one transaction', () => {
  it('[SAVE-1] runs in WAL with synchronous FULL, after downloads too', () => {
    const modes = () => [
      replica.db.pragma('journal_mode', { simple: true }),
      replica.db.pragma('synchronous', { simple: true }),
    ];
    expect(modes()).toEqual(['wal', 2]);
    replica.transact('replayable', () => expect(modes()).toEqual(['wal', 1]));
    expect(modes()).toEqual(['wal', 2]);
    expect(() =>
      replica.transact('replayable', () => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(modes()).toEqual(['wal', 2]);
  });

  it.each(['change', 'pending_edit', 'record'])(
    '[SAVE-1] when the %s cannot be written, neither half is kept, and nobody is told',
    (table) => {
      commit(findings('dry'));
      const before = counts();
      const told: unknown[] = [];
      replica.onChanged((c) => told.push(c));
      replica.db.exec(`CREATE TEMP TRIGGER broken BEFORE INSERT ON main.${table} BEGIN SELECT RAISE(ABORT, 'no'); END`);
      expect(() => commit(edit(null, 'note.entry', { workOrder: JOB, text: 'lost?' }))).toThrow('no');
      replica.db.exec('DROP TRIGGER broken');
      expect(counts()).toEqual(before);
      expect(told).toEqual([]);
    },
  );

  it('[SAVE-1] readers are told after the commit', () => {
    const other = openReplicaAt(folder);
    let seen: unknown;
    replica.onChanged(() => (seen = other.records.byId.get(JOB) && shownOf(other.records.byId.get(JOB)!)));
    const saved = commit(findings('dry'));
    expect(seen).toMatchObject({ findings: { v: { text: 'dry' }, w: saved.changes } });
    other.db.close();
  });

  it('[SAVE-1, Q-6] a process killed right after it said "saved" has saved', async () => {
    replica.db.close();
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../../tests/support/save-and-wait.ts'), folder, JOB],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    await once(child, 'exit');
    replica = openReplicaAt(folder);
    const change = said.toString().trim() as ChangeId;
    expect(rowOf(change)).toMatchObject({ state: 'queued' });
    expect(shown(JOB)['findings']).toMatchObject({ v: { text: 'underground' }, w: [change] });
  });
});

describe('[SAVE-4] names', () => {
  it('[SAVE-4] sequences have no holes and are never handed out twice, over failures and restarts', () => {
    const given = [
      ...commit(findings('a')).changes,
      ...commit(findings('b'), edit(JOB, 'workOrder.parts', { declared: 'none' })).changes,
    ];
    replica.db.exec(
      "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.pending_edit BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    expect(() => commit(findings('c'))).toThrow('no');
    replica.db.exec('DROP TRIGGER broken');
    given.push(...commit(findings('d')).changes);
    replica.db.close();
    replica = openReplicaAt(folder);
    given.push(...commit(findings('e')).changes);
    expect(given.toSorted()).toEqual([1, 2, 3, 4, 5].map((n) => changeId(replica.identity()!.device, 1, n)));
  });

  it('[SAVE-4] each change carries the hash of the one before it', () => {
    for (const text of ['a', 'b', 'c']) commit(findings(text));
    let chain = '';
    for (let seq = 1; seq <= 3; seq++) {
      const row = replica.changes.byKey.get(1, seq)!;
      const hash = createHash('sha256')
        .update(changeText(changeOf(row, replica.identity()!.device)))
        .digest('hex');
      chain = createHash('sha256')
        .update(chain + hash)
        .digest('hex');
      expect([row.hash, row.chain]).toEqual([hash, chain]);
    }
  });

  it('[SAVE-4] a record is named by the change that made it and its place there', () => {
    const note = (text: string) => edit(null, 'note.entry', { workOrder: JOB, text });
    commit(findings('first'));
    const saved = commit(note('a'), note('b'));
    const { device } = replica.identity()!;
    expect(saved.records.map((id) => parseRecordId(id))).toEqual([0, 1].map((n) => ({ device, epoch: 1, seq: 2, n })));
    expect(saved.records).toEqual(saved.records.toSorted());
  });
});

describe('[SAVE-5] what an edit saw', () => {
  it('[SAVE-5] stands in the change: the writer in view, the canonical one beneath, the archived one', () => {
    const [first] = commit(findings('a')).changes;
    const seen = { writer: first ?? null, canonical: changeId(1, 1, 11), archived: null };
    const [second] = commit(findings('b', seen)).changes;
    expect(changeOf(rowOf(second), replica.identity()!.device).edits[0]?.saw).toEqual(seen);
    expect(JSON.parse(rowOf(second).depends ?? '[]')).toEqual([1]);
  });

  it('[SAVE-5] an edit saved on from what was seen keeps that, though the group changed underneath', () => {
    const opened = saw(changeId(1, 1, 50));
    const [between] = commit(findings('a colleague’s')).changes;
    const saved = commitSave(replica, author, [
      { ...edit(JOB, 'workOrder.findings', { text: 'mine' }), saw: opened, seen: { text: 'old' } },
    ]);
    const stored = changeOf(rowOf(saved.changes[0]), replica.identity()!.device).edits[0];
    expect(stored?.saw).toEqual(opened);
    expect(stored?.saw.writer).not.toBe(between);
  });
});

describe('[SAVE-6] lanes', () => {
  it('[SAVE-6] a save over several lanes makes one change per lane, under one save id, what creates first', () => {
    const saved = commit(
      edit(JOB, 'workOrder.parts', { declared: 'none' }),
      findings('dry'),
      edit(SCANNER, 'equipment.condition', { state: 'restricted' }),
      edit(null, 'visitStat.entry', { kind: 'reopened' }),
    );
    const rows = saved.changes.map(rowOf);
    expect(rows.map((r) => [r.lane, (JSON.parse(r.edits) as unknown[]).length, r.save_seq])).toEqual([
      [2, 1, 1],
      [0, 2, 1],
      [1, 1, 1],
    ]);
    expect(saved.records.slice(0, 3)).toEqual([JOB, JOB, SCANNER]);
    expect(shown(JOB)).toMatchObject({ parts: { v: { declared: 'none' } }, findings: { v: { text: 'dry' } } });
  });
});

describe('[SAVE-2] cost', () => {
  it('[SAVE-2] a save reads nothing that grows with the queue or the replica: every look-up is by a key', () => {
    const looked: string[] = [];
    for (const table of [
      replica.records.byId,
      replica.changes.last,
      replica.changes.queueItem,
      replica.pending.newestOf,
      replica.meta.get,
      replica.digests.get,
    ]) {
      const plan = replica.db
        .prepare(`EXPLAIN QUERY PLAN ${table.source}`)
        .all(...table.source.match(/\?/g)!.map(() => null)) as { detail: string }[];
      looked.push(...plan.map((p) => p.detail));
    }
    expect(looked.filter((d) => d.startsWith('SCAN'))).toEqual([]);
  });
});
