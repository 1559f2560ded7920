/**
 * Deliberate bugs: each is one change to one file of the engine, and one scenario that should notice. A line that is no
 * longer found where it was makes the run fail: a mutant that changes nothing proves nothing.
 */
import type { ScenarioName } from '../scenarios/scenarios.ts';

export interface Mutant {
  readonly name: string;
  /** The bug in a sentence. */
  readonly says: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly scenario: ScenarioName;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'forget-the-receipts',
    says: 'A change that was seen before is applied again.',
    file: 'server/sync/persist.ts',
    find: '  if (receipt) return answerOf(change, receipt);',
    replace: '  if (receipt && seq < 0) return answerOf(change, receipt);',
    scenario: 'one-way',
  },
  {
    name: 'answer-before-commit',
    says: 'The server answers before its transaction is committed: the commit waits for the next one.',
    file: 'server/storage/sqlite/transactions.ts',
    find: '      begin.run();\n      try {\n        const result = work();\n        commit.run();',
    replace:
      '      if (db.inTransaction) commit.run();\n      begin.run();\n      try {\n        const result = work();',
    scenario: 'server-crash-storm',
  },
  {
    name: 'synced-too-early',
    says: 'A change is called settled with its outcome, before the replica has passed its position.',
    file: 'main/replica/tables.ts',
    find: `UPDATE change SET state = 'confirming', position = ? + (seq - ?)`,
    replace: `UPDATE change SET state = 'settled', position = ? + (seq - ?)`,
    scenario: 'basement-morning',
  },
  {
    name: 'overtake-a-dependency',
    says: 'A change may leave before the one that it depends on, urgent ones first.',
    file: 'domain/queue/plan.ts',
    find: '    for (const seq of at.dependsOn.toSorted((a, b) => a - b)) {',
    replace: '    for (const seq of at.dependsOn.slice(0, 0)) {',
    scenario: 'basement-morning',
  },
  {
    name: 'lose-a-contender',
    says: 'A third value is not kept beside the two that are in question.',
    file: 'server/sync/questions.ts',
    find: 'updateSides(c, question, [...sidesOf(c.draft, question), sideOfEdit(c)]);',
    replace: 'updateSides(c, question, sidesOf(c.draft, question));',
    scenario: 'clashes',
  },
  {
    name: 'trust-the-clock',
    says: 'Of two values the one with the later time wins; nobody is asked.',
    file: 'domain/merge/decide.ts',
    find: `  if (policy === 'latest')`,
    replace: `  if (policy === 'latest' || policy === 'review')`,
    scenario: 'clashes',
  },
  {
    name: 'last-write-wins',
    says: 'Every edit counts as having seen what stands.',
    file: 'server/sync/apply-edit.ts',
    find: '  return edit.saw.writer !== null && cell.w.includes(edit.saw.writer);',
    replace: '  return cell.w.length > 0 || edit.saw.writer !== null;',
    scenario: 'clashes',
  },
  {
    name: 'settle-your-own-question',
    says: 'An author who writes on in a group under review moves the record, not only the own side.',
    file: 'server/sync/questions.ts',
    find: '  c.draft.write(record, c.edit.group, index === 0 ? { v: c.value, w: [c.id], p: c.pos, q: question } : passed(c, cell));',
    replace: '  c.draft.write(record, c.edit.group, { v: c.value, w: [c.id], p: c.pos, q: question });',
    scenario: 'clashes',
  },
  {
    name: 'undo-beneath-a-question',
    says: 'An answer is taken back although a newer question stands on its group.',
    file: 'server/sync/answer.ts',
    find: 'current?.q === undefined && ',
    replace: '',
    scenario: 'clashes',
  },
  {
    name: 'clone-is-a-duplicate',
    says: 'The same id with other content is taken for a change seen before.',
    file: 'server/sync/persist.ts',
    find: '    if (has === hash || (has === undefined && !change.was)) return;',
    replace: '    if (has !== undefined || !change.was) return;',
    scenario: 'cloned-laptop',
  },
  {
    name: 'retry-needs-new-work',
    says: 'After a failed attempt nothing happens until something new is saved or somebody taps "try now".',
    file: 'domain/session/machine.ts',
    find: `    case 'resting':\n      return state.until;`,
    replace: `    case 'resting':\n      return null;`,
    scenario: 'captive-portal',
  },
  {
    name: 'not-resent-after-half-open',
    says: 'What was under way when the link died is not offered again.',
    file: 'main/queue/dispatcher.ts',
    find: '  linkLost(): void {\n    this.inFlight.clear();',
    replace: '  linkLost(): void {',
    scenario: 'one-way',
  },
  {
    name: 'silence-is-not-noticed',
    says: 'A link that has died without a word is believed in for ever.',
    file: 'domain/session/machine.ts',
    find: '>= SILENCE_MS)\n        return rest(1, input',
    replace: '>= SILENCE_MS * 1e6)\n        return rest(1, input',
    scenario: 'one-way',
  },
  {
    name: 'saved-but-not-flushed',
    says: 'A save returns before it has reached the disk.',
    file: 'main/replica/commit-change.ts',
    find: `  return replica.transact('durable', () => {\n    const madeAt`,
    replace: `  return replica.transact('replayable', () => {\n    const madeAt`,
    scenario: 'laptop-power-cut',
  },
  {
    name: 'cursor-runs-ahead',
    says: 'The cursor moves to the head of the log at the first piece of a catch-up.',
    file: 'main/sync/pull.ts',
    find: '      this.replica.setCursor(to);',
    replace: '      this.replica.setCursor((to + delta.remaining) as Position);',
    scenario: 'everything',
  },
  {
    name: 'leavers-are-not-told',
    says: 'A device that moves to another site stays in the replicas of the old one.',
    file: 'server/sync/reproject.ts',
    find: '    draft.left.push({ site: record.site, pos, record: id });',
    replace: '',
    scenario: 'hospital-outage',
  },
  {
    name: 'out-of-view-for-ever',
    says: 'Work that comes to rest outside its author’s view is never called seen.',
    file: 'server/sync/out-of-view.ts',
    find: '    if (site === null || sites.includes(site)) continue;',
    replace: '    if (site === null || sites.length >= 0) continue;',
    scenario: 'hospital-outage',
  },
  {
    name: 'sums-forget-a-row',
    says: 'A row that goes stays in the digest sums.',
    file: 'main/replica/record-store.ts',
    find: 'row.collection);\n  uncount(replica, row);\n  if (replica.pending',
    replace: 'row.collection);\n  if (replica.pending',
    scenario: 'hospital-outage',
  },
  {
    name: 'held-stops-the-rest',
    says: 'One refused change stops everything behind it.',
    file: 'main/queue/dispatcher.ts',
    find: '  next(limits: BatchLimits, now: number): Batch | null {',
    replace: `  next(limits: BatchLimits, now: number): Batch | null {\n    if (this.replica.changes.inState.all('held', 1).length > 0) return null;`,
    scenario: 'clashes',
  },
  {
    name: 'waiting-is-forgotten',
    says: 'What waits at the server is not let go when the change it waits for arrives.',
    file: 'server/sync/persist.ts',
    find: '    for (const waiting of waitersFor(draft, arrived)) goOn(draft, waiting, false);',
    replace: '    for (const waiting of waitersFor(draft, arrived).slice(0, 0)) goOn(draft, waiting, false);',
    scenario: 'restored-server',
  },
  {
    name: 'clock-set-back-stops-the-link',
    says: 'A clock that is set back by years makes the link wait for years.',
    file: 'domain/session/machine.ts',
    find: '  const state = notAheadOf(input.now, before);',
    replace: '  const state = input.now >= 0 ? before : notAheadOf(input.now, before);',
    scenario: 'clock-chaos',
  },
  {
    name: 'leaving-takes-unsent-work',
    says: 'A record that leaves the view takes the unsent work on it along.',
    file: 'main/sync/confirm.ts',
    find: `  return row === undefined || (row.pos > 0 && row.pos >= position) || isLeaving(replica, edit.record);`,
    replace: `  return row === undefined || (row.pos > 0 && row.pos > position);`,
    scenario: 'basement-morning',
  },
  {
    name: 'not-saved-but-kept',
    says: 'A save that failed loudly leaves a part of itself behind.',
    file: 'main/replica/replica.ts',
    find: '&& this.db.inTransaction) this.rollback.run();',
    replace: '&& this.db.inTransaction) this.commit.run();',
    scenario: 'laptop-power-cut',
  },
  {
    name: 'restored-server-trusts-old-cursors',
    says: 'A server that was restored believes that it has all that a laptop was once told.',
    file: 'server/session/find-shared.ts',
    find: '  if (storage.chainAt(org, mark.position) === mark.chain) return',
    replace: '  if (mark.position >= 0) return',
    scenario: 'restored-server',
  },
  {
    name: 'nothing-is-offered-again',
    says: 'A laptop that goes back with a restored server keeps its settled work to itself.',
    file: 'main/sync/go-back.ts',
    find: '    const offered = offerAgain(replica, to);',
    replace: '    const offered = to < 0 ? offerAgain(replica, to) : 0;',
    scenario: 'restored-server',
  },
  {
    name: 'news-is-dropped',
    says: 'A laptop that has not yet confirmed a piece is not told what came meanwhile.',
    file: 'server/session/session.ts',
    find: '      if (this.stream?.isLive()) this.stream.pump(true);',
    replace: '      if (this.stream?.isLive() && this.ports.clock() % 3 !== 0) this.stream.pump(true);',
    scenario: 'everything',
  },
];
