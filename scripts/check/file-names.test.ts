import { describe, expect, it } from 'vitest';
import { checkName, checkSizes } from './file-names.ts';

describe('file names', () => {
  it.each([
    'main/replica/commit-change.ts',
    'renderer/features/sync-label/SyncLabel.tsx',
    'domain/label/save-label.test.ts',
    'main/replica/migrations/0001-first.ts',
    'electron.vite.config.ts',
    '.dependency-cruiser.cjs',
  ])('takes %s', (path) => {
    expect(checkName(path)).toEqual([]);
  });

  it.each([
    'main/utils.ts',
    'main/sync-manager.ts',
    'server/common/x.ts',
    'domain/index.ts',
    'domain/someThing.ts',
    'domain/Thing.ts',
    'main/a_b.ts',
  ])('refuses %s', (path) => {
    expect(checkName(path)).not.toEqual([]);
  });

  it('measures the median and the long tail', () => {
    expect(checkSizes([50, 60, 300, 70, 80, 90, 10, 20, 30, 40])).toEqual([]);
    expect(checkSizes([50, 150, 160])).toHaveLength(1);
    expect(checkSizes([50, 60, 70, 300, 300])).toHaveLength(1);
  });
});
