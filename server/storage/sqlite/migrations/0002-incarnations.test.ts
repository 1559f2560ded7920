// From the first format to incarnations: what was founded keeps its incarnation, from the beginning of its log.
import { describe, expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { connect, pragmaNumber } from '../open.ts';

describe('migration 2', () => {
  it('[W-12] the incarnation that was is the first one; laptops keep their epochs', () => {
    const db = connect(':memory:', { timeout: 0, mustExist: false });
    migrate(db, 'test', 1);
    db.exec(`INSERT INTO organisation (no, org, name, demo, created_at, incarnation, position) VALUES
      (1, 'mercy', 'Mercy', 0, 77, 'a', 9), (2, 'other', 'Other', 0, 78, 'b', 0)`);
    db.exec(`INSERT INTO device (org, device, name, public_key, epoch, person, enrolled_at) VALUES
      (1, 2, 'laptop', 'key', 3, 'p', 1)`);
    migrate(db, 'test', 2);
    expect(pragmaNumber(db, 'user_version')).toBe(2);
    expect(
      db.prepare('SELECT org, n, incarnation, began, cause, at, lost FROM incarnation ORDER BY org').all(),
    ).toEqual([
      { org: 1, n: 1, incarnation: 'a', began: 0, cause: 'founded', at: 77, lost: null },
      { org: 2, n: 1, incarnation: 'b', began: 0, cause: 'founded', at: 78, lost: null },
    ]);
    expect(db.prepare('SELECT epoch, epoch_floor FROM device').all()).toEqual([{ epoch: 3, epoch_floor: 0 }]);
    expect(db.prepare<[], number>('SELECT count(*) FROM backup_mark').pluck().get()).toBe(0);
    db.close();
  });
});
