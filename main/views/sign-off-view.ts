/**
 * The sign-off of a visit as it is shown (H-7): who, when, what they said by it; and when something of what they signed is
 * not as it was, what, and by whom and when as far as this laptop knows: from its own changes and from what it has read of the
 * server's log.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Cell } from '../../domain/record/body.ts';
import { inWords } from '../../domain/schema/hospital.ts';
import { signOffState } from '../../domain/signature/sign-off.ts';
import type { ChangedAfterView, SignOffView, WorkRow } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import { readLog } from './history-log.ts';
import { numberOf, text, type Reader } from './reader.ts';
import { cellsInView } from './record-view.ts';
import { groupTitle } from './words.ts';

type Cells = { readonly [group: string]: Cell };

/** Null: nobody signed it off. */
export function signOffView(reader: Reader, job: RecordRow): SignOffView | null {
  const cells = cellsInView(reader, job);
  const state = stateOf(reader, job, cells);
  const progress = cells['progress']?.v ?? {};
  const signature = {
    signer: reader.person(text(progress['signedBy'])),
    at: numberOf(progress['signedAt']),
    meaning: inWords(progress['signedMeaning']),
  };
  switch (state.kind) {
    case 'unsigned':
      return null;
    case 'signed':
    case 'unproved':
      return { state: state.kind, ...signature };
    case 'changed':
      return { state: 'changed', ...signature, changes: state.groups.map((g) => changedAfter(reader, job, cells, g)) };
    case 'takenBack':
      return { state: 'takenBack', at: state.at, by: writerOf(reader, job, cells['progress']).by };
  }
}

/** The same for a line in a list: from the record's own text, without a look at who. */
export function signOffMark(reader: Reader, job: RecordRow, cells: Cells): WorkRow['signOff'] {
  switch (stateOf(reader, job, cells).kind) {
    case 'unsigned':
    case 'takenBack':
      return 'none';
    case 'signed':
    case 'unproved':
      return 'signed';
    case 'changed':
      return 'changed';
  }
}

function stateOf(reader: Reader, job: RecordRow, cells: Cells) {
  return signOffState(job.id as RecordId, cells, reader.ctx.replica.env.sha256);
}

function changedAfter(reader: Reader, job: RecordRow, cells: Cells, group: string): ChangedAfterView {
  return { group, title: groupTitle(reader, job.collection, group), ...writerOf(reader, job, cells[group]) };
}

function writerOf(reader: Reader, job: RecordRow, cell: Cell | undefined): Pick<ChangedAfterView, 'by' | 'at'> {
  const writer = cell?.w[0];
  const own = reader.ownChange(writer);
  if (own) return { by: reader.person(own.author), at: own.made_at };
  const logged = readLog(reader, job.id).find((m) => m.kind === 'change' && m.change === writer);
  return logged ? { by: reader.person(logged.author), at: logged.madeAt } : { by: null, at: null };
}
