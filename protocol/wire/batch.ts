/**
 * A batch of changes as columns, and back. What comes out equals what went in, field by field and byte by byte of
 * `changeText`, so that both ends reckon the same hash: a property test holds this (W-11).
 */
import type { ArchiveSaw, Change, Edit, Origin, Saw } from '../../domain/change/change.ts';
import { hlcFromMs, hlcMs, type Hlc } from '../../domain/clock/hlc.ts';
import {
  changeId,
  creatorOf,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { LANES, type Lane, type Role } from '../../domain/schema/types.ts';
import { Dictionary } from './dictionary.ts';
import { FrameFault } from './frame.ts';
import type { Push } from './push.ts';
import {
  isCreator,
  PrefixWriter,
  readChangeId,
  readRecordId,
  recordFrom,
  recordParts,
  SeenReader,
  SeenWriter,
} from './refs.ts';

type Columns = Omit<Push, 'k' | 'batch' | 'signature'>;

const SAW = { nothing: 0, creator: 1, named: 2 } as const;
const CANONICAL = { same: 0, nothing: 1, named: 2, creator: 3 } as const;

/** All changes must be of one device, epoch and schema version. */
export function toColumns(changes: readonly Change[]): Columns {
  const first = changes[0];
  if (!first) throw new TypeError('an empty batch');
  const prefixes = new PrefixWriter();
  const seen = new SeenWriter(prefixes);
  const who = new Dictionary();
  const shapes = new Dictionary();
  const edits = changes.flatMap((c) => c.edits);
  const ms = changes.map((c) => hlcMs(c.hlc));
  const runs: [number, number][] = [];
  for (const c of changes) {
    const last = runs.at(-1);
    if (last && last[0] + last[1] === c.seq) last[1] += 1;
    else runs.push([c.seq, 1]);
  }
  const by = changes.map((c) => who.of([c.author, c.role]));
  const undoes = sparse(edits, (e) => e.undoes);
  const asked = sparse(edits, (e) => e.saw.question);
  const was = changes.flatMap((c, i): NonNullable<Push['was']> =>
    c.was ? [[i, c.was.epoch, c.was.seq, c.was.hash]] : [],
  );
  const rs: number[] = [];
  const rp: number[] = [];
  const rn: number[] = [];
  const shape: number[] = [];
  const values: Json[] = [];
  const saw: number[] = [];
  const canonical: number[] = [];
  const archived: number[] = [];
  for (const edit of edits) {
    const parts = recordParts(edit.record);
    rp.push(prefixes.of(parts.device, parts.epoch));
    rs.push(parts.seq);
    rn.push(parts.n);
    const keys = Object.keys(edit.set).toSorted();
    shape.push(shapes.of([edit.collection, edit.group, ...keys]));
    for (const key of keys) values.push(edit.set[key] as Json);
    sawCodes(edit, seen, saw, canonical, archived);
  }
  return {
    device: first.device,
    epoch: first.epoch,
    schema: first.schema,
    runs,
    save: zeros(changes.map((c) => c.seq - saveSequence(c.save))),
    lane: zeros(changes.map((c) => LANES.indexOf(c.lane))),
    who: who.list.map((w) => [w[0] as string, w[1] as string]),
    by: zeros(by),
    ms: ms.map((m, i) => (i === 0 ? m : m - (ms[i - 1] as number))),
    counter: zeros(changes.map((c, i) => c.hlc - hlcFromMs(ms[i] as number))),
    skew: zeros(changes.map((c, i) => c.madeAt - (ms[i] as number))),
    more: zeros(changes.map((c) => c.edits.length - 1)),
    prefixes: prefixes.list,
    rp: zeros(rp),
    rs,
    rn: zeros(rn),
    shapes: shapes.list,
    shape: zeros(shape),
    values: values as Push['values'],
    saw: zeros(saw),
    canonical: zeros(canonical),
    archived: zeros(archived),
    seenPrefix: zeros(seen.prefix),
    seen: seen.seq,
    archives: edits.flatMap((e, i) => (e.archive ? [archiveColumn(i, e.archive)] : [])),
    replaces: changes.flatMap((c, i) => (c.replaces ? [[i, [...c.replaces]] as [number, string[]]] : [])),
    ...(was.length > 0 ? { was } : {}),
    ...(undoes.length > 0 ? { undoes } : {}),
    ...(asked.length > 0 ? { asked } : {}),
  };
}

/** A column that hardly any edit has. */
function sparse(edits: readonly Edit[], of: (edit: Edit) => string | undefined): [number, string][] {
  return edits.flatMap((e, i): [number, string][] => {
    const value = of(e);
    return value === undefined ? [] : [[i, value]];
  });
}

function sawCodes(edit: Edit, seen: SeenWriter, saw: number[], canonical: number[], archived: number[]): void {
  const { writer, canonical: beneath, archived: arch } = edit.saw;
  if (writer === null) saw.push(SAW.nothing);
  else if (isCreator(writer, edit.record)) saw.push(SAW.creator);
  else {
    saw.push(SAW.named);
    seen.name(writer);
  }
  if (beneath === writer) canonical.push(CANONICAL.same);
  else if (beneath === null) canonical.push(CANONICAL.nothing);
  else if (isCreator(beneath, edit.record)) canonical.push(CANONICAL.creator);
  else {
    canonical.push(CANONICAL.named);
    seen.name(beneath);
  }
  archived.push(arch === null ? SAW.nothing : SAW.named);
  if (arch !== null) seen.name(arch);
}

/** @throws FrameFault when the columns do not fit together: nothing of the batch is used then (W-10). */
export function fromColumns(c: Columns): readonly Change[] {
  const seen = new SeenReader(c.prefixes, c.seenPrefix, c.seen);
  const archives = new Map(c.archives.map((a) => [a[0], a]));
  const undoes = new Map(c.undoes?.map(([i, id]) => [i, readChangeId(id)]));
  const asked = new Map(c.asked?.map(([i, id]) => [i, readRecordId(id)]));
  const replaces = new Map(c.replaces.map(([i, ids]) => [i, ids.map(readChangeId)]));
  const origins = originsOf(c);
  const changes: Change[] = [];
  let edit = 0;
  let value = 0;
  let ms = 0;
  const readEdit = (): Edit => {
    const i = edit++;
    const record = recordFrom(c.prefixes[c.rp?.[i] ?? 0], c.rs[i], c.rn?.[i] ?? 0);
    const keys = c.shapes[c.shape?.[i] ?? 0];
    if (!keys) throw new FrameFault('notAMessage', 'an edit without a shape');
    const set: Record<string, Json> = {};
    for (const key of keys.slice(2)) {
      if (key === '__proto__') throw new FrameFault('notAMessage', 'not a field');
      if (value >= c.values.length) throw new FrameFault('notAMessage', 'a value is missing from its column');
      set[key] = c.values[value++] as Json;
    }
    const base = {
      record,
      collection: keys[0] as string,
      group: keys[1] as string,
      set: set as Fields,
      saw: withQuestion(readSaw(c, i, record, seen), asked.get(i)),
    };
    const archive = archives.get(i);
    const undone = undoes.get(i);
    return {
      ...base,
      ...(archive ? { archive: readArchive(archive) } : {}),
      ...(undone ? { undoes: undone } : {}),
    };
  };
  for (const seq of sequences(c)) {
    const i = changes.length;
    ms += need(c.ms[i]);
    const [author, role] = authorOf(c, i);
    const edits: Edit[] = [];
    for (let n = 0; n <= (c.more?.[i] ?? 0); n++) edits.push(readEdit());
    if (edits.length === 0) throw new FrameFault('notAMessage', 'a change without an edit');
    const replaced = replaces.get(i);
    const was = origins.get(i);
    changes.push({
      device: c.device as DeviceNo,
      epoch: c.epoch as Epoch,
      seq: seq as Sequence,
      save: saveOf(c, i, seq),
      lane: need<Lane>(LANES[c.lane?.[i] ?? 0]),
      author,
      role,
      schema: c.schema,
      hlc: time(hlcFromMs(ms) + (c.counter?.[i] ?? 0), 0) as Hlc,
      madeAt: time(ms + (c.skew?.[i] ?? 0), -Number.MAX_SAFE_INTEGER),
      ...(replaced ? { replaces: replaced } : {}),
      ...(was ? { was } : {}),
      edits,
    });
  }
  if (edit !== c.rs.length || value !== c.values.length)
    throw new FrameFault('notAMessage', 'columns of different length');
  return changes;
}

function authorOf(c: Columns, i: number): readonly [PersonId, Role] {
  const person = c.who[c.by?.[i] ?? 0];
  if (!person) throw new FrameFault('notAMessage', 'a change without an author');
  return [person[0] as PersonId, person[1] as Role];
}

function originsOf({ was = [] }: Columns): ReadonlyMap<number, Origin> {
  return new Map(was.map(([i, epoch, seq, hash]) => [i, { epoch: epoch as Epoch, seq: seq as Sequence, hash }]));
}

function readSaw(c: Columns, i: number, record: RecordId, seen: SeenReader): Saw {
  const code = c.saw?.[i] ?? 0;
  const writer = code === SAW.nothing ? null : code === SAW.creator ? creatorOf(record) : seen.next();
  const beneath = c.canonical?.[i] ?? 0;
  const canonical =
    beneath === CANONICAL.same
      ? writer
      : beneath === CANONICAL.nothing
        ? null
        : beneath === CANONICAL.creator
          ? creatorOf(record)
          : seen.next();
  const archived = (c.archived?.[i] ?? 0) === SAW.nothing ? null : seen.next();
  return { writer, canonical, archived };
}

function withQuestion(saw: Saw, question: RecordId | undefined): Saw {
  return question ? { ...saw, question } : saw;
}

function archiveColumn(i: number, archive: ArchiveSaw): Columns['archives'][number] {
  return [i, Object.entries(archive.groups), [...archive.children]];
}

function readArchive([, groups, children]: Columns['archives'][number]): ArchiveSaw {
  const seen = groups.map(([group, writer]) => [group, writer === null ? null : readChangeId(writer)] as const);
  return { groups: Object.fromEntries(seen), children: children.map(readRecordId) };
}

function saveOf(c: Columns, i: number, seq: number): SaveId {
  const back = c.save?.[i] ?? 0;
  if (back < 0 || back >= seq) throw new FrameFault('notAMessage', 'a save that begins after it ends');
  return changeId(c.device, c.epoch, seq - back) as string as SaveId;
}

function time(value: number, min: number): number {
  if (!Number.isSafeInteger(value) || value < min) throw new FrameFault('notAMessage', 'not a time');
  return value;
}

function* sequences({ device, epoch, runs }: Columns): Generator<number> {
  for (const [first, count] of runs) {
    readChangeId(changeId(device, epoch, first + count));
    for (let i = 0; i < count; i++) yield first + i;
  }
}

function saveSequence(save: SaveId): number {
  return Number(save.slice(save.lastIndexOf('.') + 1));
}

function zeros(column: number[]): number[] | null {
  return column.every((n) => n === 0) ? null : column;
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new FrameFault('notAMessage', 'a column is too short');
  return value;
}
