import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fields } from '../../domain/json.ts';
import { ConsoleFault, type Fault } from '../../protocol/ipc/fault.ts';
import { enrolledReplica } from '../../tests/support/console.ts';
import { SAW_NOTHING } from '../../tests/support/edits.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import type { Author } from '../replica/commit-change.ts';
import type { Replica } from '../replica/replica.ts';
import { archive, save } from './save.ts';

let rig: Rig;
let replica: Replica;
let author: Author;
beforeEach(async () => {
  rig = await new Rig().found();
  replica = enrolledReplica(rig, join(rig.folder, 'console'), 'ana').replica;
  const { person, role } = replica.identity()!;
  author = { person, role };
});
afterEach(() => {
  replica.db.close();
  rig.close();
});

type Path = `${string}.${string}`;
const input = (...edits: readonly (readonly [typeof JOB | null, Path, Fields])[]): Parameters<typeof save>[2] => ({
  edits: edits.map(([record, path, set]) => {
    const [collection = '', group = ''] = path.split('.');
    return { record, collection, group, set: set as { [k: string]: never }, saw: SAW_NOTHING };
  }),
});
const note = (text: string) => input([null, 'note.entry', { workOrder: JOB, text }]);

function faultOf(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    if (error instanceof ConsoleFault) return error.fault;
    throw error;
  }
  throw new Error('nothing was thrown');
}
const rows = (): unknown =>
  ['change', 'pending_edit', 'record'].map((t) => replica.db.prepare(`SELECT count(*) FROM ${t}`).pluck().get());

describe('[SAVE-3] a full disk', () => {
  it('[SAVE-3] a save fails in plain words, nothing of it is half written, and with space it works again', () => {
    save(replica, author, note('before'));
    const pages = Number(replica.db.pragma('page_count', { simple: true }));
    replica.db.pragma(`max_page_count = ${pages}`);
    const before = rows();
    const fault = faultOf(() => {
      for (let i = 0; i < 200; i++) save(replica, author, note('x'.repeat(15_000)));
    });
    expect(fault).toMatchObject({ kind: 'diskFull', code: 'SQLITE_FULL' });
    expect(fault.words).toContain('NOT SAVED: the disk is full. The form is kept as it is.');
    const kept = rows();
    expect(replica.db.inTransaction).toBe(false);
    expect(faultOf(() => save(replica, author, note('y'.repeat(19_000))))).toMatchObject({ kind: 'diskFull' });
    expect(rows()).toEqual(kept);
    expect(replica.db.pragma('integrity_check', { simple: true })).toBe('ok');
    replica.db.pragma('max_page_count = 1000000');
    const saved = save(replica, author, note('after'));
    const [count] = rows() as number[];
    expect(count).toBe(replica.changes.last.get(1)?.seq);
    expect(replica.records.byId.get(saved.records[0]!)?.shown).toContain('after');
    expect(before).not.toEqual(rows());
  });

  it('[SAVE-3] another error of the disk is said as well, and nothing is kept', () => {
    replica.db.exec("CREATE TEMP TRIGGER broken BEFORE INSERT ON main.change BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(faultOf(() => save(replica, author, note('x')))).toMatchObject({ kind: 'cannotSave' });
    expect(rows()).toEqual([0, 0, 0]);
  });
});

describe('[W-10] bad input, said at the field before anything is written', () => {
  const bad: readonly (readonly [string, Parameters<typeof save>[2], string, string | null])[] = [
    ['a field that is missing', input([null, 'note.entry', { workOrder: JOB }]), 'badInput', 'entry.text'],
    [
      'a value of the wrong kind',
      input([null, 'reading.entry', { workOrder: JOB, quantity: 'dose', value: 'high' }]),
      'badInput',
      'entry.value',
    ],
    ['a text that is too long', note('x'.repeat(20_001)), 'badInput', 'entry.text'],
    ['an unknown group', input([null, 'note.warp', {}]), 'badInput', null],
    ['a role that may not', input([null, 'person.identity', { name: 'Eve' }]), 'notAllowed', null],
    ['a record that is not here', input([JOB, 'workOrder.findings', { text: 'x' }]), 'notFound', null],
    [
      'more than fits into one frame',
      input(
        ...Array.from(
          { length: 30 },
          () => [null, 'note.entry', { workOrder: JOB, text: '漢'.repeat(15_000) }] as const,
        ),
      ),
      'badInput',
      null,
    ],
  ];
  it.each(bad)('[W-10] %s', (_what, given, kind, field) => {
    expect(faultOf(() => save(replica, author, given))).toMatchObject({ kind, field });
    expect(rows()).toEqual([0, 0, 0]);
  });

  it('[W-10] one group handed in twice', () => {
    const { records } = save(replica, author, note('x'));
    const twice = input(
      [records[0]!, 'note.archived', { archived: true }],
      [records[0]!, 'note.archived', { archived: false }],
    );
    expect(faultOf(() => save(replica, author, twice))).toMatchObject({ kind: 'badInput' });
  });
});

describe('[C-8] archiving', () => {
  it('[C-8] carries the writers of all groups and the children in view', () => {
    const job = save(replica, author, input([null, 'workOrder.request', { title: 'double' }])).records[0]!;
    const child = save(replica, author, input([null, 'note.entry', { workOrder: job, text: 'x' }])).records[0]!;
    archive(replica, author, { id: job, archived: true, reason: 'double' });
    const edits = JSON.parse(replica.changes.byKey.get(1, 3)!.edits) as { archive: unknown }[];
    const { device } = replica.identity()!;
    expect(edits[0]?.archive).toEqual({ groups: { request: `${device}.1.1` }, children: [child] });
    const late = save(replica, author, input([null, 'note.entry', { workOrder: job, text: 'knowing' }]));
    expect(JSON.parse(replica.changes.byKey.get(1, 4)!.edits)).toMatchObject([
      { record: late.records[0], saw: { archived: `${device}.1.3` } },
    ]);
  });
});
