/**
 * PINs against accounts, with the count of wrong ones. An attempt is counted before it is checked, so that attempts made
 * side by side slow each other down; nobody else's account is touched by it.
 */
import type { PersonId } from '../../domain/ids.ts';
import type { Account, Directory } from '../storage/contract/directory.ts';
import { afterWrong, NO_ATTEMPTS, waitBeforeNext, type Attempts } from './attempts.ts';
import type { PinProblem } from './enrol-answer.ts';
import { checkPin, isPin, makeVerifier, type PinCost } from './pin.ts';

export interface PinLedgerOptions {
  readonly directory: Directory;
  readonly org: string;
  readonly clock: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly pinCost?: PinCost;
}

export interface PinLedger {
  /** null: right, or the person has none yet. */
  check(
    account: Account,
    pin: string,
  ): Promise<{ readonly problem: PinProblem; readonly comeBackMs: number | null } | null>;
  /** The first PIN that a person gives is theirs; later ones change nothing. */
  keep(person: PersonId, pin: string): Promise<void>;
}

export function createPinLedger(options: PinLedgerOptions): PinLedger {
  const { directory, org, clock } = options;
  const attempts = new Map<PersonId, Attempts>();
  return {
    async check({ person, pin: verifier }, pin) {
      if (!isPin(pin)) return { problem: 'badPin', comeBackMs: null };
      const before = attempts.get(person) ?? NO_ATTEMPTS;
      const wait = waitBeforeNext(before, clock());
      if (wait > 0) return { problem: 'slowDown', comeBackMs: wait };
      if (verifier === null) return null;
      attempts.set(person, afterWrong(before, clock()));
      if (!(await checkPin(pin, verifier))) return { problem: 'wrongPin', comeBackMs: null };
      attempts.delete(person);
      return null;
    },
    async keep(person, pin) {
      if (directory.account(org, person)?.pin !== null) return;
      const verifier = await makeVerifier(pin, options.random, options.pinCost);
      const account = directory.account(org, person);
      if (account?.pin === null) directory.putAccount(org, { ...account, pin: verifier });
    },
  };
}
