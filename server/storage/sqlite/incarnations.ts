/** Incarnations on SQLite: each call one durable transaction of its own. */
import type { Incarnations } from '../contract/incarnations.ts';
import type { Access } from './directory.ts';
import type { Tables } from './tables/all-tables.ts';

export function createIncarnations(tables: Tables, access: Access, no: (org: string) => number): Incarnations {
  const { read, write } = access;
  const { incarnations, organisations } = tables;
  return {
    all: (org) => read(() => incarnations.all(no(org))),
    begin: (org, next) =>
      write(() => {
        const number = no(org);
        incarnations.add(number, { ...next, began: organisations.head(number).position });
        incarnations.raiseFloors(number);
        incarnations.unmark(number);
        return organisations.head(number);
      }),
    isBackup: (org) => read(() => incarnations.isBackup(no(org))),
    covered: (org, position) => write(() => incarnations.covered(no(org), position)),
    markAsBackup: (org, at) => write(() => incarnations.markAsBackup(no(org), at)),
    positionAt: (org, time) => read(() => incarnations.positionAt(no(org), time, organisations.head(no(org)).position)),
  };
}
