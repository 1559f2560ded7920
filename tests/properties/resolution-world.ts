/**
 * One group of one job, written and asked about by people who are offline most of the time: each knows what they last
 * pulled, and what they save waits until they push it. The server is the real one.
 */
import type { Change } from '../../domain/change/change.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { recordId, type ChangeId, type PersonId, type Position, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { nameOf, type QuestionSide, type QuestionState } from '../../domain/question/question.ts';
import { decodeBody, type Body, type Cell } from '../../domain/record/body.ts';
import { readSides, readState } from '../../domain/schema/read-question.ts';
import type { Role } from '../../domain/schema/types.ts';
import type { StoredRecord } from '../../server/storage/contract/types.ts';
import { edit, saw } from '../support/edits.ts';
import { JOB, NORTH, ORG, PEOPLE, type Rig } from '../support/hospital.ts';
import { idOfChange, Laptop } from '../support/laptop.ts';
import { sidesOn, type AskedQuestion } from '../support/questions.ts';

export const HOUR = 3_600_000;
export const ESCALATE_MS = 8 * HOUR;
const MONA = recordId(1, 1, 1_001, 0);
const OMAR = recordId(1, 1, 1_002, 0);
const DAN = recordId(1, 1, 1_003, 0);

/** Who takes part: technicians who write, then those who answer and sometimes write. */
export const WRITERS = 3;
const CAST: readonly (readonly [PersonId, Role])[] = [
  [PEOPLE.ana, 'technician'],
  [PEOPLE.ben, 'technician'],
  [DAN, 'technician'],
  [PEOPLE.maria, 'manager'],
  [MONA, 'manager'],
  [OMAR, 'manager'],
  [PEOPLE.lena, 'lead'],
  [PEOPLE.admin, 'admin'],
];
export const REVIEWERS = CAST.length - WRITERS;

/** A laptop with what it knows and what it has not sent. */
interface Console {
  readonly laptop: Laptop;
  readonly sites: readonly RecordId[] | null;
  readonly known: Map<RecordId, StoredRecord>;
  readonly queue: Change[];
  cursor: Position;
  /** Its newest own edit, shown above what is canonical until that has been seen to count (C-4). */
  own: ChangeId | null;
}

/** One change that arrived, and the question of the group before and after. */
export interface Arrival {
  readonly change: Change;
  readonly outcome: EditOutcome;
  readonly before: Seen;
  readonly after: Seen;
  /** Its author was allowed to answer when it arrived. */
  readonly hasRight: boolean;
}

export interface Seen {
  readonly cell: Cell | undefined;
  readonly questions: readonly AskedQuestion[];
}

export class ResolutionWorld {
  readonly rig: Rig;
  readonly made: Change[] = [];
  readonly arrivals: Arrival[] = [];
  private readonly consoles: readonly Console[];

  constructor(rig: Rig) {
    this.rig = rig;
    rig.storage.directory.setEscalateAfter(ORG, ESCALATE_MS);
    this.consoles = CAST.map(([person, role]): Console => {
      const sites = role === 'technician' || role === 'lead' ? [NORTH] : null;
      rig.storage.directory.putAccount(ORG, { person, role, name: person, pin: null, disabledAt: null, sites });
      const laptop = new Laptop(rig, person, role);
      return { laptop, sites, known: new Map(), queue: [], cursor: 0 as Position, own: null };
    });
    for (const c of this.consoles) this.pullBy(c);
  }

  write(who: number, value: number): void {
    const c = this.at(who);
    const cell = known(c, JOB)['findings'];
    const isShown = c.own !== null && cell?.w.includes(c.own) !== true;
    const seen = saw(isShown ? c.own : (cell?.w[0] ?? null));
    const inView = cell?.q !== undefined && !isShown ? { ...seen, question: cell.q } : seen;
    const change = c.laptop.change([edit(JOB, 'workOrder.findings', { text: `v${value}` }, inView)]);
    c.own = idOfChange(change);
    this.keep(c, change);
  }

  /** Says `which` of the two sides that this reviewer has in view; nothing when nothing is open there. */
  answer(reviewer: number, which: number): void {
    const c = this.at(WRITERS + (reviewer % REVIEWERS));
    const open = questionsIn(c).find((q) => q.state.status === 'open');
    const pair = open?.sides.slice(0, 2).map(nameOf);
    const [kept, lost] = which === 0 ? (pair ?? []) : (pair ?? []).toReversed();
    if (!open || !kept || !lost) return;
    this.keep(c, answerTo(c, open.id, { chosen: kept, against: [lost], undoes: null, reason: null }));
  }

  undo(reviewer: number): void {
    const c = this.at(WRITERS + (reviewer % REVIEWERS));
    const answered = questionsIn(c).findLast((q) => q.state.answer !== null);
    const undoes = answered?.state.answer ?? null;
    if (!answered || undoes === null) return;
    this.keep(c, answerTo(c, answered.id, { chosen: null, against: null, undoes, reason: null }, undoes));
  }

  async push(who: number): Promise<void> {
    const c = this.at(who);
    for (let change = c.queue.shift(); change; change = c.queue.shift()) {
      const before = this.seen();
      const [outcome] = await this.rig.outcome(change);
      if (outcome)
        this.arrivals.push({ change, outcome, before, after: this.seen(), hasRight: this.hasRight(change.author) });
    }
  }

  pull(who: number): void {
    this.pullBy(this.at(who));
  }

  /** Loses the right to answer, or gets it back. */
  setRight(reviewer: number, right: 'lost' | 'kept'): void {
    const { person } = this.at(WRITERS + (reviewer % REVIEWERS)).laptop;
    const account = this.rig.storage.directory.account(ORG, person);
    if (!account) return;
    const disabledAt = right === 'lost' ? this.rig.now : null;
    this.rig.storage.directory.putAccount(ORG, { ...account, disabledAt });
  }

  /** All who may answer now. */
  able(): readonly PersonId[] {
    return CAST.slice(WRITERS).flatMap(([person]) => (this.hasRight(person) ? [person] : []));
  }

  private hasRight(person: PersonId): boolean {
    return this.rig.storage.directory.account(ORG, person)?.disabledAt === null;
  }

  /** Everybody sends what they have, is asked no more than is open, and catches up. */
  async drain(): Promise<void> {
    for (let i = 0; i < CAST.length; i++) await this.push(i);
    for (let i = 0; i < REVIEWERS; i++) this.setRight(i, 'kept');
    for (let turn = 0; this.open() !== undefined; turn++) {
      if (turn > this.made.length) throw new Error('asked pair by pair it does not end');
      const who = WRITERS + (turn % REVIEWERS);
      this.pull(who);
      this.answer(turn % REVIEWERS, turn % 2);
      await this.push(who);
    }
    for (const c of this.consoles) this.pullBy(c);
  }

  open(): AskedQuestion | undefined {
    return sidesOn(this.rig, JOB).find((q) => q.status === 'open');
  }

  seen(): Seen {
    return { cell: this.rig.body(JOB)['findings'], questions: sidesOn(this.rig, JOB) };
  }

  /** What each console knows beside what the server would show it. */
  replicas(): readonly { readonly here: readonly StoredRecord[]; readonly there: readonly StoredRecord[] }[] {
    const { position } = this.rig.storage.head(ORG);
    const sorted = (rows: Iterable<StoredRecord>): readonly StoredRecord[] =>
      [...rows].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return this.consoles.map((c) => ({
      here: sorted(c.known.values()),
      there: sorted(this.rig.storage.pullPage(ORG, c.sites, 0 as Position, position, 10_000).rows),
    }));
  }

  private pullBy(c: Console): void {
    const { position } = this.rig.storage.head(ORG);
    for (const row of this.rig.storage.pullPage(ORG, c.sites, c.cursor, position, 10_000).rows)
      c.known.set(row.id, row);
    c.cursor = position;
  }

  private keep(c: Console, change: Change): void {
    c.queue.push(change);
    this.made.push(change);
  }

  private at(who: number): Console {
    return this.consoles[who % CAST.length] as Console;
  }
}

function known(c: Console, id: RecordId): Body {
  const row = c.known.get(id);
  return row ? decodeBody(row.body) : {};
}

function questionsIn(c: Console): readonly { id: RecordId; sides: readonly QuestionSide[]; state: QuestionState }[] {
  return [...c.known.values()]
    .filter((r) => r.collection === 'question' && r.parent === JOB)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, body }) => {
      const groups = decodeBody(body);
      return { id, sides: readSides(groups['sides']?.v), state: readState(groups['state']?.v) };
    });
}

function answerTo(c: Console, question: RecordId, value: Fields, over: ChangeId | null = null): Change {
  const last = known(c, question)['answer']?.w[0] ?? null;
  return c.laptop.change([edit(question, 'question.answer', value, saw(over ?? last))]);
}
