import { describe, expect, it } from 'vitest';
import { recordId } from '../../../domain/ids.ts';
import { byRecord } from './by-record.ts';

const JOB = recordId(1, 1, 1, 0);
const DEVICE = recordId(1, 1, 2, 0);
const question = (n: number, record: typeof JOB) => ({ id: recordId(0, 1, n, 0), record });

describe('questions of one record', () => {
  it('[C-4] stand together and stay in their order; each is there once', () => {
    const rows = [question(1, JOB), question(2, JOB), question(3, DEVICE)];
    const groups = byRecord(rows);
    expect(groups.map((g) => g.questions.length)).toEqual([2, 1]);
    expect(groups.flatMap((g) => g.questions)).toEqual(rows);
  });

  it('a later answer about the same record is a group of its own, because the newest answers stand first', () => {
    const rows = [question(1, JOB), question(2, DEVICE), question(3, JOB)];
    expect(byRecord(rows).map((g) => g.key)).toEqual(rows.map((q) => q.id));
    expect(byRecord([])).toEqual([]);
  });
});
