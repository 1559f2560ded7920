/**
 * My work: chosen by whose it is, when it is due, where, and by what was typed. Jobs are chosen and put in order by a few
 * columns each; only the lines that are shown are read in full, so that the cost follows the list and not the replica.
 *
 * Order: what is not finished by its time (scheduled, else due), then what has no time, then what is finished, newest
 * first: a limit cuts off the past and never the work.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { WorkListInput } from '../../protocol/ipc/inputs.ts';
import type { WorkList } from '../../protocol/ipc/views.ts';
import { DAY_MS, startOfDay, type ViewContext } from './context.ts';
import { Reader } from './reader.ts';
import { termsOf } from './search-terms.ts';
import type { JobRange, JobRow } from './statements.ts';
import { withText } from './work-text.ts';
import { workRows } from './work-row.ts';
import { siteName } from './words.ts';

const DAYS_OF_A_WEEK = 8;

export function workList(ctx: ViewContext, input: WorkListInput): WorkList {
  const reader = new Reader(ctx);
  const chosen = withText(reader, choose(reader, input), termsOf(input.text));
  const here = input.site === null ? chosen : chosen.filter((job) => job.site === input.site);
  const first = here.toSorted(inOrder).slice(0, input.limit);
  return {
    rows: workRows(reader, reader.rowsOf(first.map((job) => job.rid))),
    total: here.length,
    sites: sitesOf(reader, chosen),
  };
}

function choose(reader: Reader, input: WorkListInput): readonly JobRow[] {
  const range = rangeOf(reader.ctx, input.range);
  const { statements, ctx } = reader;
  if (input.whose === 'mine') return statements.jobsOfPerson.all({ ...range, person: ctx.person });
  return statements.jobsEverywhere.all(range);
}

/** Today, or today and the seven days after it; what is late belongs to both. */
export function rangeOf(ctx: ViewContext, range: WorkListInput['range']): JobRange {
  const from = startOfDay(ctx, ctx.now);
  if (range === 'all') return { whole: 1, from, to: from };
  return { whole: 0, from, to: from + (range === 'today' ? DAY_MS : DAYS_OF_A_WEEK * DAY_MS) };
}

function inOrder(a: JobRow, b: JobRow): number {
  const done = isFinished(a);
  if (done !== isFinished(b)) return done ? 1 : -1;
  const far = done ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  const time = (a.sort ?? a.due ?? far) - (b.sort ?? b.due ?? far);
  if (time !== 0) return done ? -time : time;
  return (a.due ?? far) - (b.due ?? far) || (a.id < b.id ? -1 : 1);
}

const isFinished = (job: JobRow): boolean => job.k2 === 'done' || job.k2 === 'cancelled';

/** Sites of all that was chosen, whatever site is picked now, so that another one can be. */
function sitesOf(reader: Reader, jobs: readonly JobRow[]): WorkList['sites'] {
  const counts = new Map<string, number>();
  for (const job of jobs) if (job.site !== null) counts.set(job.site, (counts.get(job.site) ?? 0) + 1);
  return [...counts]
    .map(([id, count]) => ({ id: id as RecordId, name: siteName(reader, id), count }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
