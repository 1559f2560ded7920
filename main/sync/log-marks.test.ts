import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReplicaAt } from '../../tests/support/console.ts';
import { MAX_OLDER_MARKS, SHORT_CHAIN } from '../../protocol/wire/log-mark.ts';
import type { Replica } from '../replica/replica.ts';
import { marksOf, newestMark, noteMark } from './log-marks.ts';

let folder = '';
let replica: Replica;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-marks-'));
  replica = openReplicaAt(folder);
});
afterEach(() => {
  replica.db.close();
  rmSync(folder, { recursive: true, force: true });
});
const chainOf = (position: number): string => replica.env.sha256(`${position}`);
const note = (position: number): void =>
  noteMark(replica, { position, chain: chainOf(position), seal: `seal ${position}` });

describe('[W-12] marks of the log', () => {
  it('[W-12] none at first', () => {
    expect(marksOf(replica)).toEqual({ mark: null, older: [] });
  });

  it('[W-12] the newest in full and with its seal, the older ones short, newest first, in whatever order they came', () => {
    for (const position of [10, 30, 20]) note(position);
    expect(newestMark(replica)).toEqual({ position: 30, chain: chainOf(30), seal: 'seal 30' });
    expect(marksOf(replica).older).toEqual([20, 10].map((p) => [p, chainOf(p).slice(0, SHORT_CHAIN)]));
  });

  it('[W-12] what is said again of a position takes the place of what was said before', () => {
    note(10);
    noteMark(replica, { position: 10, chain: 'c', seal: 'of a later incarnation' });
    expect(marksOf(replica)).toEqual({ mark: { position: 10, chain: 'c', seal: 'of a later incarnation' }, older: [] });
  });

  it('[W-12] they fit into a hello however many came', () => {
    replica.transact('replayable', () => {
      for (let position = 1; position <= 2_000; position++) note(position);
    });
    const { mark, older } = marksOf(replica);
    expect(mark?.position).toBe(2_000);
    expect(older.length).toBeLessThanOrEqual(MAX_OLDER_MARKS);
    expect(older.slice(0, 3).map(([p]) => p)).toEqual([1_999, 1_998, 1_997]);
    expect(older.at(-1)?.[0]).toBe(1);
  });
});
