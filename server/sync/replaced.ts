/**
 * Work that was refused and made anew: the old change is closed as replaced, and whatever saw the old counts as
 * having seen the new, what waits for the old goes on. Only a laptop's own refused changes can be replaced by it.
 */
import type { Change } from '../../domain/change/change.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { parseChangeId, type ChangeId, type Position } from '../../domain/ids.ts';
import type { Draft } from './draft.ts';
import { markSeen } from './marks.ts';
import { NEVER_ARRIVED } from './tally.ts';

export function closeReplaced(draft: Draft, change: Change, by: ChangeId, pos: Position): void {
  for (const old of change.replaces ?? []) {
    const parts = parseChangeId(old);
    if (!parts || parts.device !== change.device) continue;
    const receipt = draft.receiptOf(old);
    const outcome: EditOutcome = { kind: 'replaced', by };
    const waiting = draft.waitingAdded.get(old) ?? draft.view.waiting(parts.device, parts.epoch, parts.seq);
    if (waiting && !receipt) {
      // It must not go on by itself one day, beside what took its place.
      draft.waitingAdded.delete(old);
      draft.waitingRemoved.push(parts);
      draft.putReceipt({ ...parts, pos, hash: waiting.hash, outcome: waiting.change.edits.map(() => outcome) });
      draft.arrived.push(old);
    } else if (!receipt) {
      // It could not even be read here: what saw it must still find out what it is called now.
      draft.putReceipt({ ...parts, pos, hash: NEVER_ARRIVED, outcome: [outcome] });
      markSeen(draft, parts);
      draft.arrived.push(old);
    } else if (receipt.outcome?.every((o) => o.kind === 'refused')) {
      draft.putReceipt({ ...receipt, outcome: receipt.outcome.map(() => outcome) });
      draft.arrived.push(old);
    }
  }
}

/** The change with every writer that it saw under its present name. What is canonical has that already. */
export function withCurrentNames(draft: Draft, change: Change): Change {
  let renamed = false;
  const edits = change.edits.map((e) => {
    const { writer } = e.saw;
    const undoes = e.undoes && currentName(draft, e.undoes);
    if (undoes !== undefined && undoes !== e.undoes) {
      renamed = true;
      return { ...e, undoes, saw: { ...e.saw, writer: writer === e.undoes ? undoes : writer } };
    }
    if (writer === null || draft.record(e.record)?.body[e.group]?.w.includes(writer)) return e;
    const now = currentName(draft, writer);
    if (now === writer) return e;
    renamed = true;
    return { ...e, saw: { ...e.saw, writer: now } };
  });
  return renamed ? { ...change, edits } : change;
}

function currentName(draft: Draft, id: ChangeId): ChangeId {
  const seen = new Set<ChangeId>();
  for (let at = id; !seen.has(at);) {
    seen.add(at);
    const first = draft.receiptOf(at)?.outcome?.[0];
    if (first?.kind !== 'replaced') return at;
    at = first.by;
  }
  return id;
}
