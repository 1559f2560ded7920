import { expect, it } from 'vitest';
import { readTrace } from './read-trace.ts';

const OPTIONS = { root: '/r', ignore: /-shm$/, filler: /^reserve$/, said: /^saved \S+$/ };
const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
const on = (fd: number, path: string): string => `${fd}<${hex(path)}>`;
const open = (path: string, flags: string, fd: number): string =>
  `7 openat(AT_FDCWD<${hex('/w')}>, "${hex(path)}", ${flags}, 0600) = ${on(fd, path)}`;

it('[Q-6] files, writes at their places, flushes, names and words become steps in their order', () => {
  const steps = readTrace(
    [
      `7 mkdir("${hex('/r/p')}", 0700) = 0`,
      open('/r/p/db', 'O_RDWR|O_CREAT', 3),
      `7 pwrite64(${on(3, '/r/p/db')}, "${hex('abc')}", 3, 4096) = 3`,
      `7 fsync(${on(3, '/r/p/db')}) = 0`,
      open('/r/p', 'O_RDONLY', 4),
      `7 fsync(${on(4, '/r/p')})    = 0`,
      `7 ftruncate(${on(3, '/r/p/db')}, 512) = 0`,
      `8 write(1<pipe:[12]>, "${hex('saved 2.1.5\n')}", 12) = 12`,
      `7 rename("${hex('/r/p/db')}", "${hex('/r/p/db2')}") = 0`,
      `7 unlink("${hex('/r/p/db2')}") = 0`,
    ],
    OPTIONS,
  );
  expect(steps).toEqual([
    { op: 'make', path: 'p', what: 'folder' },
    { op: 'make', path: 'p/db', what: 'file' },
    { op: 'write', path: 'p/db', at: 4096, bytes: Buffer.from('abc') },
    { op: 'sync', path: 'p/db' },
    { op: 'sync', path: 'p' },
    { op: 'truncate', path: 'p/db', size: 512 },
    { op: 'said', line: 'saved 2.1.5' },
    { op: 'rename', from: 'p/db', to: 'p/db2' },
    { op: 'remove', path: 'p/db2' },
  ]);
});

it('[Q-6] a call counts when it returns, also when another thread spoke in between, and failed ones do not', () => {
  const steps = readTrace(
    [
      open('/r/f', 'O_RDWR|O_CREAT', 3),
      `7 fsync(${on(3, '/r/f')} <unfinished ...>`,
      `8 pwrite64(${on(3, '/r/f')}, "${hex('x')}", 1, 0) = 1`,
      '7 <... fsync resumed>)           = 0',
      `7 unlink("${hex('/r/f')}") = -1 ENOENT (No such file or directory)`,
    ],
    OPTIONS,
  );
  expect(steps.map((step) => step.op)).toEqual(['make', 'write', 'sync']);
});

it('[Q-6] plain writes go on where the last one ended, appended ones at the end', () => {
  const steps = readTrace(
    [
      open('/r/f', 'O_WRONLY|O_CREAT|O_TRUNC', 3),
      `7 write(${on(3, '/r/f')}, "${hex('ab')}", 2) = 2`,
      `7 write(${on(3, '/r/f')}, "${hex('c')}", 1) = 1`,
      open('/r/f', 'O_WRONLY|O_CREAT|O_APPEND', 4),
      `7 write(${on(4, '/r/f')}, "${hex('d')}", 1) = 1`,
    ],
    OPTIONS,
  );
  expect(steps.flatMap((step) => (step.op === 'write' ? [step.at] : []))).toEqual([0, 2, 3]);
});

it('[Q-6] what lies elsewhere, has no name any more or is left out makes no step', () => {
  const lines = [
    open('/else/f', 'O_RDWR|O_CREAT', 3),
    open('/r/db-shm', 'O_RDWR|O_CREAT', 4),
    `7 pwrite64(${on(4, '/r/db-shm')}, "${hex('x')}", 1, 0) = 1`,
    `7 pwrite64(${on(5, '/r/db (deleted)')}, "${hex('x')}", 1, 0) = 1`,
  ];
  expect(readTrace(lines, OPTIONS)).toEqual([]);
});

it('[Q-6] a recording with a hole in it is refused: data cut off, or a call that nobody can replay', () => {
  const cut = `7 pwrite64(${on(3, '/r/f')}, "${hex('a')}"..., 4096, 0) = 4096`;
  expect(() => readTrace([open('/r/f', 'O_RDWR|O_CREAT', 3), cut], OPTIONS)).toThrow(/cut off/);
  const unknown = `7 fallocate(${on(3, '/r/f')}, 0, 0, 4096) = 0`;
  expect(() => readTrace([open('/r/f', 'O_RDWR|O_CREAT', 3), unknown], OPTIONS)).toThrow(/cannot be replayed/);
  const linked = `7 link("${hex('/r/f')}", "${hex('/r/g')}") = 0`;
  expect(() => readTrace([open('/r/f', 'O_RDWR|O_CREAT', 3), linked], OPTIONS)).toThrow(/cannot be replayed/);
  const copied = `7 copy_file_range(${on(4, '/else')}, NULL, ${on(3, '/r/f')}, NULL, 10, 0) = 10`;
  expect(() => readTrace([copied], OPTIONS)).toThrow(/cannot be replayed/);
  const filler = `7 write(${on(3, '/r/reserve')}, "${hex('a')}"..., 4096) = 4096`;
  expect(readTrace([open('/r/reserve', 'O_RDWR|O_CREAT', 3), filler], OPTIONS)).toHaveLength(2);
});
