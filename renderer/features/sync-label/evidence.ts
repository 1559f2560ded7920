/**
 * What stands behind a label, in words: "Saved 14:02:11 on this laptop, change 214 · received 14:31:02, position
 * 88,412 · seen back 14:31:03". Only what has happened is said.
 */
import type { LabelEvidence } from '../../../protocol/ipc/views.ts';
import { count } from '../../ui/amount.ts';
import { dayDistance, day, exactTime } from '../../ui/when.ts';

export const NO_EVIDENCE: LabelEvidence = {
  savedAt: null,
  change: null,
  receivedAt: null,
  position: null,
  seenBackAt: null,
  because: null,
};

export function evidenceWords(evidence: LabelEvidence, now: number): readonly string[] {
  const moment = (at: number): string =>
    dayDistance(at, now) === 0 ? exactTime(at) : `${day(at, now)} ${exactTime(at)}`;
  const steps: string[] = [];
  if (evidence.savedAt !== null) {
    const change = evidence.change === null ? '' : `, change ${count(evidence.change)}`;
    steps.push(`Saved ${moment(evidence.savedAt)} on this laptop${change}`);
  }
  if (evidence.receivedAt !== null || evidence.position !== null) {
    const at = evidence.receivedAt === null ? 'received' : `received ${moment(evidence.receivedAt)}`;
    steps.push(evidence.position === null ? at : `${at}, position ${count(evidence.position)}`);
  }
  if (evidence.seenBackAt !== null) steps.push(`seen back ${moment(evidence.seenBackAt)}`);
  const lines = steps.length > 0 ? [steps.join(' · ')] : [];
  return evidence.because === null ? lines : [...lines, evidence.because];
}
