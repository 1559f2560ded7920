// The real lists, where they are at hand: every hospital, and a register generated from every type of device. Shows what
// it took; asserts no durations. The full register of 100,000 runs by hand: HOLDFAST_REGISTER=100000.
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateEquipment } from '../../server/admin/generate-equipment.ts';
import { readColumn } from '../../server/admin/read-column.ts';
import { writeRegister } from '../../server/admin/write-register.ts';
import type { ImportCounts, ImportResult } from '../../server/admin/import/run-import.ts';
import { createRig, ORG, type Rig } from './rig.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');
const HOSPITALS = join(DATA, 'hospitals.csv');
const TYPES = join(DATA, 'device-types.csv');
const COUNT = Number(process.env['HOLDFAST_REGISTER'] ?? 5_000);

function counts(result: ImportResult): ImportCounts {
  if (!result.ok) throw new Error(result.words);
  return result.counts;
}

async function shown(what: string, run: () => Promise<ImportResult>): Promise<ImportCounts> {
  const start = performance.now();
  const result = counts(await run());
  const ms = performance.now() - start;
  console.info(
    `${what}: ${result.read} rows in ${(ms / 1000).toFixed(2)} s, ${((ms * 1000) / result.read).toFixed(0)} µs each`,
  );
  return result;
}

describe.skipIf(!existsSync(HOSPITALS) || !existsSync(TYPES))('the real lists', () => {
  let rig: Rig;
  beforeAll(() => {
    rig = createRig();
  });
  afterAll(() => rig.close());

  it('3,420 hospitals, and again without a change', async () => {
    const rejects = join(rig.folder, 'hospitals.rejected.csv');
    const first = await shown('hospitals', () => rig.runFile('sites', HOSPITALS, { rejects }));
    expect(first).toMatchObject({ read: 3_420, rejected: 0 });
    expect(first.created + first.unchanged).toBe(3_420);
    const head = rig.storage.head(ORG).position;
    const again = await shown('hospitals again', () => rig.runFile('sites', HOSPITALS, { rejects }));
    expect(again).toMatchObject({ read: 3_420, created: 0, changed: 0, unchanged: 3_420, rejected: 0 });
    expect(rig.storage.head(ORG).position).toBe(head);
  });

  it(
    'a register of equipment made from 6,162 types of device, and again without a change',
    { timeout: 600_000 },
    async () => {
      const types = await readColumn(createReadStream(TYPES), 'name');
      const sites = await readColumn(createReadStream(HOSPITALS), 'provider_id');
      expect(types).toHaveLength(6_162);
      const file = join(rig.folder, 'register.csv');
      await writeRegister(file, generateEquipment({ types, sites }, COUNT, 7));
      const first = await shown('register', () => rig.runFile('equipment', file));
      expect(first).toEqual({ read: COUNT, created: COUNT, changed: 0, unchanged: 0, rejected: 0 });
      const head = rig.storage.head(ORG).position;
      const again = await shown('register again', () => rig.runFile('equipment', file));
      expect(again).toEqual({ read: COUNT, created: 0, changed: 0, unchanged: COUNT, rejected: 0 });
      expect(rig.storage.head(ORG).position).toBe(head);
      const total = rig.storage.digests(ORG).reduce((sum, d) => sum + d.count, 0);
      expect(total).toBe(3_420 + COUNT);
    },
  );
});
