/** Statements on `secret`: what the server keeps for itself, such as the key that signs leases. */
import type { Connection } from '../open.ts';

export interface SecretTable {
  get(name: string): string | null;
  put(name: string, value: string): void;
}

export function secretTable(db: Connection): SecretTable {
  const get = db.prepare<[string], string>('SELECT value FROM secret WHERE name = ?').pluck();
  const put = db.prepare<[string, string]>(
    'INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (name) => get.get(name) ?? null,
    put(name, value) {
      put.run(name, value);
    },
  };
}
