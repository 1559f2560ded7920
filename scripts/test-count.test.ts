import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countTests } from './test-count.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, statuses: readonly (readonly [string, readonly string[]])[]): string {
  const tests = statuses.flatMap(([, list]) => list);
  const count = (status: string): number => tests.filter((one) => one === status).length;
  const file = join(folder, name);
  const testResults = statuses.map(([status, list]) => ({
    name: 'x.test.ts',
    status,
    assertionResults: list.map((one) => ({ status: one })),
  }));
  writeFileSync(
    file,
    JSON.stringify({
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      numPendingTests: count('skipped'),
      numTodoTests: 0,
      testResults,
    }),
  );
  return file;
}

describe('the closing count', () => {
  it('adds up what ran', () => {
    const file = written('ran.json', [
      ['passed', ['passed', 'skipped']],
      ['failed', ['passed', 'failed']],
    ]);
    expect(countTests(file, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that could not be loaded', () => {
    expect(
      countTests(
        written('unloaded.json', [
          ['failed', []],
          ['passed', ['passed']],
        ]),
        1,
      ).failed,
    ).toBe(1);
  });

  it('counts a run that failed outside of its tests', () => {
    expect(countTests(written('outside.json', [['passed', ['passed']]]), 1).failed).toBe(1);
    expect(countTests(written('killed.json', [['passed', ['passed']]]), null).failed).toBe(1);
  });

  it('counts a run without a report', () => {
    expect(countTests(join(folder, 'missing.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
