import { describe, expect, it } from 'vitest';
import { findAmbient, mayUseTheMachine } from './ambient.ts';

const problems = (source: string): string[] =>
  findAmbient('main/x.ts', source).map(({ problem }) => problem.split(':')[0] ?? '');

describe('ambient', () => {
  it.each([
    ['const t = Date.now();', 'Date.now'],
    ["const t = Date['now']();", 'Date.now'],
    ['const t = globalThis.Date.now();', 'Date.now'],
    ['const now = Date.now;', 'Date.now'],
    ['const t = new Date();', 'new Date()'],
    ['const t = Date();', 'Date()'],
    ['setTimeout(() => {}, 5);', 'setTimeout'],
    ['const timers = { setTimeout };', 'setTimeout'],
    ['globalThis.setInterval(() => {}, 5);', 'setInterval'],
    ['window.setTimeout(() => {}, 5);', 'setTimeout'],
    ['setImmediate(() => {});', 'setImmediate'],
    ['const n = Math.random();', 'Math.random'],
    ['const n = crypto.randomUUID();', 'crypto.randomUUID'],
    ['const n = performance.now();', 'performance.now'],
    ['const n = process.hrtime.bigint();', 'process.hrtime'],
    ['const s = AbortSignal.timeout(5);', 'AbortSignal.timeout'],
    ["import { randomUUID } from 'node:crypto';", 'randomUUID from crypto'],
    ["import * as c from 'node:crypto';", '* from crypto'],
    ["import { setTimeout as wait } from 'node:timers/promises';", 'setTimeout from timers/promises'],
    ["import { performance } from 'node:perf_hooks';", 'performance from perf_hooks'],
    ["const q = 'INSERT INTO t VALUES (unixepoch())';", 'clock or chance in SQL'],
    ['const q = `UPDATE t SET at = CURRENT_TIMESTAMP`;', 'clock or chance in SQL'],
    ["const q = `SELECT datetime('now')`;", 'clock or chance in SQL'],
  ])('finds the machine in %s', (source, what) => {
    expect(problems(source)).toContain(what);
  });

  it.each([
    'const t = clock.now();',
    'const d = new Date(ms);',
    'const d = new Date(2026, 1, 1);',
    'timers.setTimeout(() => {}, 5);',
    'interface Timers { setTimeout(work: () => void, ms: number): number }',
    'type Id = ReturnType<typeof setTimeout>;',
    "import { createHash } from 'node:crypto';",
    "import type { webcrypto } from 'node:crypto';",
    '// Date.now() is not for here',
    "const text = 'now, WHERE to';",
  ])('lets %s pass', (source) => {
    expect(problems(source)).toEqual([]);
  });

  it('knows the composition roots', () => {
    expect(['main/compose.ts', 'server/cli/serve.ts', 'main/shell/browser/serve.ts'].every(mayUseTheMachine)).toBe(
      true,
    );
    expect(['main/queue/dispatcher.ts', 'domain/ids.test.ts', 'lab/scenario.ts'].some(mayUseTheMachine)).toBe(false);
  });
});
