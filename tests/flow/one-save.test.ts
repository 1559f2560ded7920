/**
 * One Save, walked in the order in which the README tells it, on real parts: the console's router and core, its SQLite
 * file, a WebSocket, the server's admission and its SQLite file, and a second console that sees the work arrive.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openForReading } from '../../main/replica/open.ts';
import type { RecordId } from '../../domain/ids.ts';
import { composeConsole } from '../../main/compose.ts';
import { consoleRouter } from '../../main/ipc/router.ts';
import { createCaller } from '../../main/ipc/trpc.ts';
import type { ConsoleCore } from '../../main/shell/core.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { until } from './until.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-flow-'));
let server: DemoServer;
let first: Opened;
let second: Opened;

interface Opened {
  readonly core: ConsoleCore;
  readonly call: ReturnType<typeof callerOf>;
  readonly file: string;
}

/** The doors as the screens go through them. */
const callerOf = (api: ConsoleCore['api']) => createCaller(consoleRouter)({ api });

async function openConsole(name: string, technician: number): Promise<Opened> {
  const profileDir = join(folder, name);
  const core = await composeConsole({
    profileDir,
    server: server.url,
    shell: 'browser',
    version: '0.0.0-test',
    openAnother: null,
    log: () => {},
    settings: {
      get: () => ({ theme: 'light', textSize: 'normal', density: 'normal' }),
      set: () => ({ theme: 'light', textSize: 'normal', density: 'normal' }),
    },
    keys: { replicaKey: async () => null },
  });
  const call = callerOf(core.api);
  const people = (await call.session.demoPeople()).filter((p) => p.role === 'technician');
  await call.session.enrolDemo({ person: people[technician]?.id ?? '', pin: '2468' });
  await until(
    () => core.api.state().link.phase !== 'connecting' && core.api.state().replica.records > 0,
    'the first sync',
  );
  return { core, call, file: join(profileDir, 'replica.db') };
}

beforeAll(async () => {
  server = await startDemoServer(join(folder, 'server.db'));
  first = await openConsole('first', 0);
  second = await openConsole('second', 1);
}, 60_000);

afterAll(async () => {
  await first?.core.close();
  await second?.core.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('one Save', () => {
  let job: RecordId;

  test('the screens’ door validates: a value of the wrong kind is said at its field and nothing is kept', async () => {
    job = (await first.call.work.list({ range: 'all', whose: 'everyone', site: null, text: '', limit: 300 })).rows[0]
      ?.id as RecordId;
    const saw = (await first.call.work.visit({ id: job }))?.job.groups['findings']?.saw ?? {
      writer: null,
      canonical: null,
      archived: null,
    };
    const wrong = first.call.records.save({
      edits: [{ record: job, collection: 'workOrder', group: 'findings', set: { text: 7 }, saw }],
    });
    await expect(wrong).rejects.toMatchObject({ cause: { fault: { kind: 'badInput', field: 'findings.text' } } });
    expect(first.core.api.state().waiting.total).toBe(0);
  });

  test('[SAVE-1] saved offline: record and queue entry are in one durable transaction, and only then the label says so', async () => {
    await first.call.sync.switchLink({ on: false });
    const saw = (await first.call.work.visit({ id: job }))?.job.groups['findings']?.saw ?? {
      writer: null,
      canonical: null,
      archived: null,
    };
    const saved = await first.call.records.save({
      edits: [
        {
          record: job,
          collection: 'workOrder',
          group: 'findings',
          set: { text: 'Gradient coil warm to the touch' },
          saw,
        },
      ],
    });
    const disk = openForReading(first.file, null);
    const row = disk.prepare<[string], { shown: string }>('SELECT shown FROM record WHERE id = ?').get(job);
    const queued = disk.prepare<[], { state: string }>("SELECT state FROM change WHERE state = 'queued'").all();
    disk.close();
    expect(row?.shown).toContain('Gradient coil warm to the touch');
    expect(queued).toHaveLength(1);
    expect(saved.label.text).toBe('Saved on this laptop only.');
  });

  test('[W-3, W-6] reconnected: log, record and receipt on the server, then "Synced" here, and not before', async () => {
    const labels = new Set<string>();
    const watch = (): string => {
      const text = first.core.api.visit(job)?.job.label.text ?? '';
      labels.add(text);
      return text;
    };
    await first.call.sync.switchLink({ on: true });
    await until(() => watch() === 'Synced', 'the label says Synced');
    for (const label of labels) {
      expect([
        'Saved on this laptop only.',
        'Saved locally. Will sync on reconnect.',
        'Saved locally. Sending…',
        'At the server. Confirming…',
        'Synced',
      ]).toContain(label);
    }
    const stored = server.read(job, 'Gradient coil warm to the touch');
    expect(stored.body).toContain('Gradient coil warm to the touch');
    expect(stored.logged).toBe(1);
    expect(stored.receipts).toBe(1);
    expect(first.core.api.state().waiting.total).toBe(0);
  });

  test('the other console sees it, with the writer named in the history', async () => {
    await until(
      () => second.core.api.visit(job)?.job.groups['findings']?.words === 'Gradient coil warm to the touch',
      'the colleague sees it',
    );
    const history = await second.call.history.page({ id: job });
    expect(history?.entries.some((e) => e.after === 'Gradient coil warm to the touch' && e.kind === 'edit')).toBe(true);
  });
});
