import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digest48, schema, sha256 } from '../compose.ts';
import { openReplica, type Writable } from '../replica/open.ts';
import { keepReserve, LOW_BYTES, RESERVE_BYTES, type Reserve } from '../replica/reserve.ts';
import { Replica } from '../replica/replica.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import { keepOnDisk } from './keep-on-disk.ts';
import { withReserve } from './with-reserve.ts';

const UNBOUNDED = 1_073_741_823;
const ROOMY = 2 ** 40;
let folder: string;
let db: Writable;
let replica: Replica;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-reserve-'));
  db = openReplica({ file: join(folder, 'replica.db'), key: null });
  replica = new Replica(db, { schema, sha256, digest: digest48, clock: () => 0 });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** From now on the database cannot grow: SQLite itself says that the disk is full. */
function fill(): void {
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
}

/** More than the free pages that there are. */
function write(): void {
  keepOnDisk(() => replica.transact('durable', () => replica.drafts.put.run('form', 'x'.repeat(200_000), 1)));
}

describe('[SAVE-3] space kept for the queue', () => {
  it('[SAVE-3] a full disk gives up the reserve, and the save that met it is kept', () => {
    fill();
    let released = 0;
    const reserve: Reserve = {
      isLow: () => released > 0,
      release() {
        released += 1;
        db.pragma(`max_page_count = ${UNBOUNDED}`);
        return true;
      },
    };
    withReserve(reserve, write);
    expect(released).toBe(1);
    expect(replica.drafts.get.get('form')?.value).toHaveLength(200_000);
  });

  it('[SAVE-3] with nothing left to give up it fails loudly, and nothing is half written', () => {
    fill();
    const spent: Reserve = { isLow: () => true, release: () => false };
    expect(() => withReserve(spent, write)).toThrow(ConsoleFault);
    expect(() => withReserve(spent, write)).toThrow(/NOT SAVED/);
    expect(replica.drafts.get.get('form')).toBeUndefined();
  });

  it('[SAVE-3] the app says so while there is still room: as soon as free space falls below the threshold', () => {
    let free = ROOMY;
    const reserve = keepReserve(folder, () => free);
    expect(reserve.isLow()).toBe(false);
    free = LOW_BYTES - 1;
    expect(reserve.isLow()).toBe(true);
    expect(LOW_BYTES).toBeGreaterThan(4 * RESERVE_BYTES);
  });

  it('[SAVE-3] the reserve is a file of its size, is called low once given up, and is given up once', () => {
    const reserve = keepReserve(folder, () => ROOMY);
    expect(reserve.isLow()).toBe(false);
    expect(RESERVE_BYTES).toBeGreaterThanOrEqual(16 << 20);
    expect([reserve.release(), reserve.release()]).toEqual([true, false]);
    expect(reserve.isLow()).toBe(true);
  });
});
