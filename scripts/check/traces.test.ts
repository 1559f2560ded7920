import { describe, expect, it } from 'vitest';
import { findTraces } from './traces.ts';

describe('traces', () => {
  it.each([
    'see /home/ada/holdfast/main.ts',
    'at /root/project/x.ts',
    'C:\\Users\\Ada\\holdfast',
    'cd /Users/ada/src',
    'cd /workspace/holdfast/src',
    'registry=https://registry.example.org/npm',
    '      "resolved": "x",',
  ])('finds %s', (line) => {
    expect(findTraces('docs/x.md', line)).toHaveLength(1);
  });

  it('finds the registry in use', () => {
    expect(findTraces('x.json', 'https://packages.example.org/zod', ['packages.example.org'])).toHaveLength(1);
  });

  it.each([
    'renderer/features/work/x.ts',
    'https://example.org/home/page/',
    '~/.config/holdfast',
    'page.goto("/work/today")',
    '${data}/root/x',
  ])('lets %s pass', (line) => {
    expect(findTraces('docs/x.md', line)).toEqual([]);
  });
});
