import { expect, it } from 'vitest';
import { chanceFrom } from '../world/chance.ts';
import type { DiskStep } from './disk-step.ts';
import { RecordedDisk, type Loss } from './recorded-disk.ts';

const LOST: Loss = { unsynced: 'lost' };
const KEPT: Loss = { unsynced: 'kept' };
const some = (grain: 512 | 4096): Loss => ({ unsynced: 'some', grain, part: 0.5 });

const make = (path: string, what: 'file' | 'folder' = 'file'): DiskStep => ({ op: 'make', path, what });
const sync = (path: string): DiskStep => ({ op: 'sync', path });
const write = (path: string, at: number, byte: number, length: number): DiskStep => ({
  op: 'write',
  path,
  at,
  bytes: Buffer.alloc(length, byte),
});

function disk(...steps: readonly DiskStep[]): RecordedDisk {
  const made = new RecordedDisk();
  for (const step of steps) made.apply(step);
  return made;
}

function filesOf(made: RecordedDisk, loss: Loss, seed = '1'): Readonly<Record<string, string>> {
  const { files } = made.image(loss, chanceFrom(seed));
  return Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString('latin1')]));
}

/** All images of so many draws. */
const drawn = (made: RecordedDisk, loss: Loss): ReadonlySet<string> =>
  new Set(Array.from({ length: 200 }, (_, i) => JSON.stringify(filesOf(made, loss, String(i)))));

it('[Q-6] a file that was written, synced and never named durably may be gone, whole folder and all', () => {
  const made = disk(make('a', 'folder'), make('a/f'), write('a/f', 0, 65, 3), sync('a/f'), sync('a'));
  expect(filesOf(made, LOST)).toEqual({});
  expect(filesOf(made, KEPT)).toEqual({ 'a/f': 'AAA' });
  made.apply(sync(''));
  expect(filesOf(made, LOST)).toEqual({ 'a/f': 'AAA' });
});

it('[Q-6] what was synced is in every image; what was not is there or not, sector by sector', () => {
  const made = disk(make('f'), sync(''), write('f', 0, 65, 1024), sync('f'), write('f', 0, 66, 1024));
  const images = drawn(made, some(512));
  const [a, b] = ['A'.repeat(512), 'B'.repeat(512)];
  expect([...images].toSorted()).toEqual([a + a, a + b, b + a, b + b].map((f) => JSON.stringify({ f })).toSorted());
  expect(filesOf(made, LOST)).toEqual({ f: a + a });
});

it('[Q-6] sectors beyond the old end that arrive without those before them leave zeros', () => {
  const made = disk(make('f'), sync(''), write('f', 0, 66, 1024));
  const images = drawn(made, some(512));
  expect(images).toContain(JSON.stringify({ f: '\0'.repeat(512) + 'B'.repeat(512) }));
  expect(images).toContain(JSON.stringify({ f: '' }));
});

it('[Q-6] a torn write keeps what came before it and loses its own end', () => {
  const made = disk(make('f'), sync(''), write('f', 0, 65, 512), write('f', 512, 66, 1024));
  const lengths = new Set([...drawn(made, { unsynced: 'torn' })].map((text) => text.length - '{"f":""}'.length));
  expect([...lengths].toSorted((x, y) => x - y)).toEqual([512, 1024]);
});

it('[Q-6] a rename that was not synced leaves the old name or the new one, never both and never neither', () => {
  const made = disk(make('new'), write('new', 0, 65, 1), sync('new'), sync(''), { op: 'rename', from: 'new', to: 'f' });
  expect([...drawn(made, some(512))].toSorted()).toEqual(['{"f":"A"}', '{"new":"A"}']);
});

it('[Q-6] a name whose removal was lost does not come back as a later file of that name', () => {
  const made = disk(make('f'), write('f', 0, 65, 1), sync('f'), sync(''), { op: 'remove', path: 'f' }, make('f'));
  expect([...drawn(made, some(512))].toSorted()).toEqual(['{"f":""}', '{"f":"A"}', '{}']);
});

it('[Q-6] a truncation is pending like a write, and what it cut off does not come back with a later one', () => {
  const made = disk(make('f'), sync(''), write('f', 0, 65, 4), sync('f'), { op: 'truncate', path: 'f', size: 0 });
  expect(filesOf(made, LOST)).toEqual({ f: 'AAAA' });
  made.apply(write('f', 2, 66, 1));
  expect(filesOf(made, KEPT)).toEqual({ f: '\0\0B' });
});
