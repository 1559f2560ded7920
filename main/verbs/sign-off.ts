/**
 * Signing a visit off (H-7): the signer's PIN, asked for again; what the signature means; and a digest of what was in view.
 * It is saved with the rest of the form, in one transaction, offline too. This is the only way to a signature: a plain save
 * that names one is refused.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { applyPatch } from '../../domain/record/overlay.ts';
import { signatureOf } from '../../domain/signature/sign-off.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { SignOffInput } from '../../protocol/ipc/inputs.ts';
import { checkPin } from '../identity/pin.ts';
import type { Author, NewEdit, Saved } from '../replica/commit-change.ts';
import type { ViewContext } from '../views/context.ts';
import { Reader } from '../views/reader.ts';
import { cellsInView } from '../views/record-view.ts';
import { keepOnDisk } from './keep-on-disk.ts';
import { commitEdits, newEdits } from './save.ts';

/** @throws ConsoleFault wrongPin, badInput at the field, notAllowed, notFound; nothing was saved then. */
export function signOff(ctx: ViewContext, author: Author, input: SignOffInput): Saved {
  const { replica } = ctx;
  keepOnDisk(() => checkPin(replica, input.pin, ctx.now));
  const edits = newEdits(replica, author, input);
  const signed = edits.map((edit) => (isProgress(edit, input.id) ? signing(ctx, author, input, edits, edit) : edit));
  if (signed.every((edit, i) => edit === edits[i]))
    throw badInput('Nothing was handed in to sign.', null, 'no-progress');
  return commitEdits(replica, author, input, signed);
}

function isProgress({ record, group }: NewEdit, id: RecordId): boolean {
  return record === id && group === 'progress';
}

function signing(
  ctx: ViewContext,
  author: Author,
  { id, meaning, saw }: SignOffInput,
  edits: readonly NewEdit[],
  edit: NewEdit,
): NewEdit {
  const reader = new Reader(ctx);
  const row = reader.row(id);
  if (row?.collection !== 'workOrder') throw badInput('Only a visit can be signed off.', null, 'no-visit');
  const inView = cellsInView(reader, row);
  const seen = inView['progress']?.v ?? {};
  if ((inView['progress']?.w[0] ?? null) !== edit.saw.writer) throw changedMeanwhile('progress.status');
  const valueOf = (group: 'parts' | 'findings'): Fields => {
    const own = edits.find((e) => e.record === id && e.group === group);
    const cell = inView[group];
    if (own === undefined && (cell?.w[0] ?? null) !== saw[group]) throw changedMeanwhile(`${group}.${FIRST[group]}`);
    return applyPatch(own?.seen ?? cell?.v, own?.set ?? {});
  };
  const values = { progress: applyPatch(seen, edit.set), parts: valueOf('parts'), findings: valueOf('findings') };
  mustBeWhole(values.progress, values.parts);
  const by = { by: author.person, at: ctx.now, meaning };
  return { ...edit, seen, set: { ...edit.set, ...signatureOf(id, values, by, ctx.replica.env.sha256) } };
}

const FIRST = { parts: 'declared', findings: 'text' } as const;

/** What is not said yet cannot be signed. */
function mustBeWhole(progress: Fields, parts: Fields): void {
  if (progress['status'] !== 'done') throw badInput('A signed-off visit is done.', 'progress.status', 'not-done');
  if (typeof progress['outcome'] !== 'string')
    throw badInput('Say how it ended before signing off.', 'progress.outcome', 'no-outcome');
  if (typeof parts['declared'] !== 'string')
    throw badInput('Say whether parts were replaced before signing off.', 'parts.declared', 'no-parts');
}

/** One signs what one has in view. */
function changedMeanwhile(field: string): ConsoleFault {
  return badInput('This was changed meanwhile. Look at it again, then sign.', field, 'changed-meanwhile');
}

function badInput(words: string, field: string | null, code: string): ConsoleFault {
  return new ConsoleFault({ kind: 'badInput', words, field, code });
}
