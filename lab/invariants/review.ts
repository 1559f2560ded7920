/**
 * Every clash surfaced once, as one question; every question ended answered, once; and every value that anybody wrote into
 * what was asked about can be read in the history of its record.
 */
import { NO_POSITION } from '../../domain/ids.ts';
import { ORG } from '../world/hospital.ts';
import type { World } from '../world/world.ts';
import { ReviewReader, type ReviewCounts } from './review-reader.ts';
import type { Findings } from './violation.ts';
import { wholeLog } from './whole-log.ts';

export function checkReview(world: World, findings: Findings): void {
  const reader = new ReviewReader().read(wholeLog(world));
  for (let i = reader.problems.length; i < reader.looks; i++) findings.look('surfaced once', null);
  for (const problem of reader.problems) findings.look('surfaced once', problem);
  for (const [id, { state, settled }] of reader.questions) {
    const isAnswered = state?.status === 'answered' && settled === 1;
    findings.look(
      'answered once',
      isAnswered ? null : `${id} is ${state?.status ?? 'nothing'}, settled ${settled} times`,
    );
  }
  checkHistories(world, reader, findings);
}

export function reviewCounts(world: World): ReviewCounts {
  return new ReviewReader().read(wholeLog(world)).counts;
}

function checkHistories(world: World, reader: ReviewReader, findings: Findings): void {
  const storage = world.server.storage();
  if (!storage) return;
  const asked = new Set([...reader.questions.values()].map((q) => q.key));
  const records = new Set([...reader.questions.values()].map((q) => q.record));
  const told = new Set<string>();
  for (const record of records)
    for (const { entry, edit } of storage.history(ORG, record, NO_POSITION, 1_000_000))
      told.add(`${entry.pos} ${edit.record} ${edit.group} ${JSON.stringify(edit.value)}`);
  for (const entry of wholeLog(world)) {
    for (const { record, group, value } of entry.edits) {
      if (!asked.has(`${record} ${group}`)) continue;
      const isTold = told.has(`${entry.pos} ${record} ${group} ${JSON.stringify(value)}`);
      findings.look('nothing lost', isTold ? null : `${record} ${group} at ${entry.pos} is missing from the history`);
    }
  }
}
