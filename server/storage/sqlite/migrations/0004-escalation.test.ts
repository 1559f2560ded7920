// From the third format to escalation: whoever set nothing waits a day, as the rule says.
import { expect, it } from 'vitest';
import { organisationTable } from '../tables/organisation-table.ts';
import { migrate } from '../migrate.ts';
import { connect, pragmaNumber } from '../open.ts';

it('[C-4] an organisation of before passes its open questions on after a day', () => {
  const db = connect(':memory:', { timeout: 0, mustExist: false });
  migrate(db, 'test', 3);
  db.exec(
    "INSERT INTO organisation (no, org, name, demo, created_at, incarnation) VALUES (1, 'mercy', 'Mercy', 0, 7, 'a')",
  );
  migrate(db, 'test', 4);
  expect(pragmaNumber(db, 'user_version')).toBe(4);
  const organisations = organisationTable(db);
  expect(organisations.escalateAfter(1)).toBe(86_400_000);
  organisations.setEscalateAfter(1, null);
  expect(organisations.escalateAfter(1)).toBeNull();
  db.close();
});
