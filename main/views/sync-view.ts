/** What this laptop holds that others do not: in one sentence, by lane, item by item, what is held and why, the ledger. */
import { LANES, type Lane } from '../../domain/schema/types.ts';
import type { LinkView, QueueItemView, SyncView, WaitingView } from '../../protocol/ipc/state.ts';
import type { ChangeRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { changeWords } from './change-words.ts';
import { heldItem } from './held-view.ts';
import { ledgerOf } from './ledger.ts';
import { span } from './moment.ts';
import { Reader } from './reader.ts';
import { waitingView } from './waiting-view.ts';

const LISTED = 200;
const ON_ITS_WAY = ['queued', 'handed', 'waiting', 'escrow', 'confirming'] as const;

export function syncView(ctx: ViewContext, link: LinkView): SyncView {
  const reader = new Reader(ctx);
  const waiting = waitingView(ctx);
  return {
    sentence: holds(ctx, waiting),
    link,
    waiting,
    queue: queueOf(reader),
    held: ctx.replica.changes.inState.all('held', LISTED).map((row) => heldItem(reader, row)),
    ledger: ledgerOf(reader),
    cursor: ctx.replica.cursor(),
    lastExchangeAt: link.lastWriteAt,
    mended: ctx.replica.readMeta('mended'),
  };
}

function holds(ctx: ViewContext, { total, oldest }: WaitingView): string {
  if (total === 0 || oldest === null) return 'This laptop holds nothing that others do not have.';
  const age = span(ctx.now - oldest);
  if (total === 1) return `This laptop holds 1 change that nobody else has yet; it is ${age} old.`;
  return `This laptop holds ${total.toLocaleString('en-US')} changes that nobody else has yet; the oldest is ${age} old.`;
}

/** In the order in which it travels. */
function queueOf(reader: Reader): readonly QueueItemView[] {
  return ON_ITS_WAY.flatMap((state) => reader.ctx.replica.changes.inState.all(state, LISTED))
    .toSorted((a, b) => a.lane - b.lane || a.epoch - b.epoch || a.seq - b.seq)
    .slice(0, LISTED)
    .map((row) => {
      const { title, record } = changeWords(reader, row.edits);
      return {
        seq: row.seq,
        title: [title, record].filter(Boolean).join(' · '),
        lane: laneOf(row),
        madeAt: row.made_at,
        bytes: row.bytes,
        state: stateWords(reader, row),
      };
    });
}

function laneOf(row: ChangeRow): Lane {
  return LANES[row.lane] ?? 'normal';
}

function stateWords({ ctx }: Reader, row: ChangeRow): string {
  const isSending = row.epoch === ctx.replica.identity()?.epoch && ctx.sendingSince(row.seq) !== null;
  if (row.state === 'confirming') return 'At the server, being confirmed';
  if (row.state === 'waiting') return 'At the server, waits for a colleague’s work';
  if (row.state === 'escrow') return 'At the server, waits to be accepted';
  if (isSending) return 'Being sent';
  if (row.state === 'handed') return row.handed_by === 'hub' ? 'Handed over to the site hub' : 'Handed over by USB';
  return ctx.canLeave ? 'Waits to be sent' : 'Stays on this laptop';
}
