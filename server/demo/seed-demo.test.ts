// The demo hospital tells its story through the product's own rules.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_POSITION } from '../../domain/ids.ts';
import { decodeBody, valuesOf } from '../../domain/record/body.ts';
import type { Groups } from '../../domain/schema/types.ts';
import { verify } from '../admin/verify.ts';
import { composeCommitter, digest48, schema, sha256 } from '../compose.ts';
import type { Storage } from '../storage/contract/storage.ts';
import type { StoredRecord } from '../storage/contract/types.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import { createSqliteStorage } from '../storage/sqlite/storage.ts';
import { DEMO_NAME, DEMO_ORG, seedDemo } from './seed-demo.ts';

const NOW = Date.UTC(2026, 10, 20, 15, 30);
let folder = '';
let storage: Storage;
let all: readonly StoredRecord[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-demo-'));
  storage = createSqliteStorage(openDatabase(join(folder, 'server.db'), 'anything'));
  storage.directory.createOrganisation(DEMO_ORG, DEMO_NAME, true, NOW, 'incarnation-1');
  const newKey = (): string =>
    generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  await seedDemo({ storage, schema, sha256, now: NOW, newKey, committer: composeCommitter(storage, DEMO_ORG) });
  all = storage.pullPage(DEMO_ORG, null, NO_POSITION, storage.head(DEMO_ORG).position, 10_000).rows;
});
afterAll(() => {
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const of = (collection: string): readonly Groups[] =>
  all.filter((r) => r.collection === collection).map((r) => valuesOf(decodeBody(r.body)));

describe('the demo hospital', () => {
  it('has its people, and an account for each', () => {
    const roles = storage.directory.accounts(DEMO_ORG).map((a) => a.role);
    const count = (role: string): number => roles.filter((r) => r === role).length;
    expect([count('technician'), count('lead'), count('manager'), count('admin')]).toEqual([12, 1, 1, 1]);
    expect(of('person')).toHaveLength(15);
  });

  it('has sites, equipment, jobs for everybody today, and readings over months', () => {
    expect(of('site').length).toBeGreaterThanOrEqual(3);
    expect(of('equipment').length).toBeGreaterThanOrEqual(40);
    expect(of('reading').length).toBeGreaterThanOrEqual(20);
    const midnight = new Date(NOW).setHours(0, 0, 0, 0);
    const today = of('workOrder').filter((w) => {
      const at = w['assignment']?.['scheduled'];
      return typeof at === 'number' && at >= midnight && at < midnight + 86_400_000;
    });
    expect(new Set(today.map((w) => w['assignment']?.['technician'])).size).toBe(12);
  });

  it('[C-4] has one question waiting for the manager: none against three coils, on job 20417', () => {
    const [question, ...more] = of('question');
    expect(more).toEqual([]);
    const manager = storage.directory.accounts(DEMO_ORG).find((a) => a.role === 'manager');
    expect(question?.['state']).toMatchObject({ status: 'open', reviewer: manager?.person });
    const story = all.find((r) => r.id === question?.['subject']?.['record']);
    const job = valuesOf(decodeBody(story?.body ?? '{}'));
    expect(job['request']).toMatchObject({ number: '20417', title: 'Image artefact' });
    const sides = question?.['sides']?.['list'] as { value: { declared: string }; device: number }[];
    expect(sides.map((s) => s.value.declared)).toEqual(['none', 'some']);
    expect(new Set(sides.map((s) => s.device)).size).toBe(2);
    expect(of('partLine')[0]?.['entry']).toMatchObject({ name: 'coil assembly', quantity: 3 });
  });

  it('refused nothing on the way, and verifies', () => {
    const log = storage.log(DEMO_ORG, NO_POSITION, 10_000);
    const outcomes = log.flatMap((e) => (e.kind === 'change' ? (e.outcome ?? []) : [])).map((o) => o.kind);
    expect(outcomes.filter((kind) => kind !== 'applied' && kind !== 'conflict')).toEqual([]);
    expect(outcomes.filter((kind) => kind === 'conflict')).toHaveLength(1);
    expect(verify({ storage, org: DEMO_ORG, sha256, digest: digest48, progress: () => undefined }).problems).toEqual(
      [],
    );
  });
});
