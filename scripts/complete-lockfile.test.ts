import { describe, expect, it } from 'vitest';
import { completeLock, missingEntries, type Lock } from './complete-lockfile.ts';

const lock: Lock = {
  packages: {
    '': {},
    'node_modules/tool': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: {
        '@tool/binding-linux-x64-gnu': '1.2.3',
        '@tool/binding-linux-arm64-musl': '1.2.3',
        '@tool/binding-win32-x64-msvc': '1.2.3',
      },
    },
    'node_modules/@tool/binding-linux-x64-gnu': { version: '1.2.3' },
  },
};

describe('the lock file', () => {
  it('gets back what npm dropped, with its platform', () => {
    expect(Object.fromEntries(missingEntries(lock))).toEqual({
      'node_modules/@tool/binding-linux-arm64-musl': {
        version: '1.2.3',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
      },
      'node_modules/@tool/binding-win32-x64-msvc': {
        version: '1.2.3',
        dev: true,
        optional: true,
        os: ['win32'],
        cpu: ['x64'],
      },
    });
  });

  it('is complete afterwards', () => {
    expect(missingEntries(completeLock(lock)).size).toBe(0);
  });

  it('finds a package in the folder of the one that asks, or above it', () => {
    const nested: Lock = {
      packages: {
        'node_modules/a/node_modules/b': { optionalDependencies: { 'c-linux-x64': '1.0.0', 'd-linux-x64': '1.0.0' } },
        'node_modules/a/node_modules/c-linux-x64': {},
        'node_modules/d-linux-x64': {},
      },
    };
    expect(missingEntries(nested).size).toBe(0);
  });

  it('does not guess', () => {
    const range: Lock = { packages: { 'node_modules/a': { optionalDependencies: { 'b-linux-x64': '^1.0.0' } } } };
    expect(() => missingEntries(range)).toThrow('look its version up');
    const nameless: Lock = { packages: { 'node_modules/a': { optionalDependencies: { fsevents: '1.0.0' } } } };
    expect(() => missingEntries(nameless)).toThrow('does not say which platform');
  });
});
