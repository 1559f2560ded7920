import { defineConfig } from 'vitest/config';

// Four kinds of tests, each selectable with `npx vitest run --project <name>`:
//   unit        beside the file they test; no real time, no sockets that leave the machine
//   properties  generated inputs (fast-check) over the pure rules
//   flow        real parts wired together in one process: sockets, SQLite files, the built Electron bundles
//   e2e         real processes and a real browser; one after the other, because they measure nothing but need the machine
// No test asserts a duration: the limits below only end a run that hangs.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{domain,protocol,main,preload,renderer,server,lab,bench,scripts}/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'properties',
          environment: 'node',
          include: ['tests/properties/**/*.test.ts', 'tests/regressions/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'flow',
          environment: 'node',
          include: [
            'tests/flow/**/*.test.ts',
            'tests/shell/**/*.test.ts',
            'tests/import/**/*.test.ts',
            'tests/lab/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
