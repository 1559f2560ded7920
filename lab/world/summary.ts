/** What happened at each device, for the table that a person reads. */
import type { World } from './world.ts';

export interface DeviceRow {
  readonly name: string;
  readonly saved: number;
  readonly notSaved: number;
  readonly starts: number;
  /** Changes by what became of them. */
  readonly applied: number;
  readonly inQuestion: number;
  readonly setAside: number;
  readonly replaced: number;
  readonly held: number;
  readonly waiting: number;
  readonly unsent: number;
  readonly records: number;
}

export interface Summary {
  readonly devices: readonly DeviceRow[];
  readonly questions: number;
  readonly frames: { readonly up: number; readonly down: number; readonly lost: number; readonly bytes: number };
  readonly serverStarts: number;
  readonly saves: number;
}

export function summarise(world: World): Summary {
  const devices = world.seats.map(({ laptop }): DeviceRow => {
    const mine = world.book.saves.filter((s) => s.laptop === laptop.name);
    const ledger = laptop.isUp() ? laptop.parts().core.sync().ledger : null;
    const raw = laptop.database();
    return {
      name: laptop.name,
      saved: mine.filter((s) => s.fate === 'saved').length,
      notSaved: mine.filter((s) => s.fate !== 'saved').length,
      starts: laptop.starts,
      applied: ledger?.applied ?? 0,
      inQuestion: ledger?.inQuestion ?? 0,
      setAside: ledger?.superseded ?? 0,
      replaced: ledger?.replaced ?? 0,
      held: ledger?.held ?? 0,
      waiting: (ledger?.waiting ?? 0) + (ledger?.escrow ?? 0),
      unsent: ledger?.pending ?? 0,
      records: raw?.prepare<[], number>('SELECT count(*) FROM record').pluck().get() ?? 0,
    };
  });
  return {
    devices,
    questions: countQuestions(world),
    frames: { ...world.traffic },
    serverStarts: world.server.starts,
    saves: world.book.saves.length,
  };
}

function countQuestions(world: World): number {
  const up = world.seats.find((s) => s.laptop.isUp() && s.laptop.member.site === null)?.laptop.database();
  return up?.prepare<[], number>("SELECT count(*) FROM record WHERE collection = 'question'").pluck().get() ?? 0;
}
