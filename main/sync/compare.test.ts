import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumsText } from '../../domain/record/digest.ts';
import type { Digests } from '../../protocol/wire/digest.ts';
import { enrolledReplica, realTimers } from '../../tests/support/console.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import { SAW_NOTHING } from '../../tests/support/edits.ts';
import { northAsOnePiece } from '../../tests/support/piece.ts';
import { turns, until } from '../../tests/support/wait.ts';
import { commitSave } from '../replica/commit-change.ts';
import type { Replica } from '../replica/replica.ts';
import { applyDelta } from './apply-delta.ts';
import { BUSY_MS, Comparer, FIRST_MS, PERIOD_MS } from './compare.ts';

let rig: Rig;
let replica: Replica;
let comparer: Comparer;
/** What was sent, and what waits for its time. */
let sent: { readonly k: string; readonly ask?: number }[];
let logged: { readonly event: string }[];
let waits: { readonly ms: number; readonly task: () => void; off: boolean }[];

beforeEach(async () => {
  rig = await new Rig().found();
  replica = enrolledReplica(rig, join(rig.folder, 'console'), 'ana').replica;
  const { head, lines } = northAsOnePiece(rig);
  await applyDelta(replica, head, lines, realTimers(), () => replica.setCursor(head.to as never));
  replica.transact('replayable', () => replica.writeMeta('incarnation', 'i'));
  sent = [];
  waits = [];
  logged = [];
  comparer = new Comparer(replica, {
    send: (message) => void sent.push(message),
    log: (line) => void logged.push(line),
    timers: {
      ...realTimers(),
      random: () => 0,
      after(ms, task) {
        const wait = { ms, task, off: false };
        waits.push(wait);
        return () => (wait.off = true);
      },
    },
  });
});
afterEach(() => {
  comparer.close();
  replica.db.close();
  rig.close();
});

/** The time that something waited for has come. */
async function pass(ms: number): Promise<void> {
  const due = waits.find((w) => w.ms === ms && !w.off);
  if (!due) throw new Error(`nothing waits for ${ms} ms`);
  waits.splice(waits.indexOf(due), 1);
  due.task();
  await turns();
}

async function asked(): Promise<number> {
  comparer.pieceTaken();
  await pass(FIRST_MS);
  await until('it asked', () => sent.length > 0);
  return sent.at(-1)?.ask ?? -1;
}

function digests(ask: number, more: Partial<Digests> = {}): Digests {
  const print = replica.env.sha256(sumsText(replica.digests.all.all()));
  return { k: 'digests', ask, incarnation: 'i', position: replica.cursor(), print, sums: null, ...more };
}

describe('[W-8] when it is compared', () => {
  it('[W-8] an answer that speaks of another place of the log says nothing; it is asked again after the next piece', async () => {
    for (const elsewhere of [
      { position: replica.cursor() + 1 },
      { position: replica.cursor() - 1 },
      { incarnation: 'j' },
    ]) {
      const ask = await asked();
      const before = sent.length;
      await comparer.take(digests(ask, { ...elsewhere, print: 'other' }), []);
      expect(sent).toHaveLength(before);
      comparer.pieceTaken();
      expect(sent.at(-1)).toMatchObject({ k: 'digestAsk', want: 'print' });
      expect(sent).toHaveLength(before + 1);
      comparer.linkLost();
    }
  });

  it('[W-8] an answer to what was asked on another connection is not an answer', async () => {
    const ask = await asked();
    comparer.linkLost();
    const before = sent.length;
    await comparer.take(digests(ask, { print: 'other' }), []);
    comparer.pieceTaken();
    expect(sent).toHaveLength(before);
  });

  it('[W-8] at most once on a connection, and then after the period', async () => {
    const ask = await asked();
    await comparer.take(digests(ask), []);
    comparer.pieceTaken();
    comparer.pieceTaken();
    expect(sent).toHaveLength(1);
    const waiting = waits.filter((w) => !w.off).map((w) => w.ms);
    expect(waiting).toEqual([PERIOD_MS, PERIOD_MS]);
    await pass(PERIOD_MS);
    await pass(PERIOD_MS);
    await until('it asked again', () => sent.length === 2);
  });

  it('[W-8] not while something of its own is on its way', async () => {
    commitSave(replica, { person: replica.identity()!.person, role: 'technician' }, [
      { record: JOB, collection: 'workOrder', group: 'findings', set: { text: 'hot' }, saw: SAW_NOTHING },
    ]);
    comparer.pieceTaken();
    await pass(FIRST_MS);
    expect(sent).toEqual([]);
    replica.changes.setState.run('settled', 1, 1);
    await pass(BUSY_MS);
    await until('it asked', () => sent.length === 1);
  });

  it('[W-8] a replica that cannot be read through stops neither the link nor the app', async () => {
    const ask = await asked();
    const answer = digests(ask, { print: 'other' });
    replica.db.exec('ALTER TABLE digest RENAME TO lost');
    await comparer.take(answer, []);
    expect(logged).toMatchObject([{ event: 'replica not compared' }]);
    expect(waits.filter((w) => !w.off).map((w) => w.ms)).toEqual([PERIOD_MS, PERIOD_MS]);
    replica.db.exec('ALTER TABLE lost RENAME TO digest');
  });

  it('[W-8] not before it has caught up', async () => {
    replica.transact('replayable', () => replica.writeMeta('incomplete', true));
    comparer.pieceTaken();
    await pass(FIRST_MS);
    expect(sent).toEqual([]);
    expect(waits.filter((w) => !w.off).map((w) => w.ms)).toEqual([BUSY_MS]);
  });
});
