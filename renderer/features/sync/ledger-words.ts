/** The books of this laptop in a sentence (L-1). Pure, so that it can be tested. */
import type { Ledger } from '../../../protocol/ipc/state.ts';
import { count, many } from '../../ui/amount.ts';

/** "Of 214 edits made on this laptop, 201 were applied, 8 set aside by a rule and 5 are not sent yet." */
export function ledgerWords(ledger: Ledger): string {
  if (ledger.made === 0) return 'Nothing was saved on this laptop so far.';
  const parts = [
    say(ledger.applied, 'applied'),
    say(ledger.superseded, 'set aside by a rule'),
    say(ledger.inQuestion, 'asked about'),
    say(ledger.replaced, 'replaced by a newer one'),
    say(ledger.waiting, 'waiting at the server for a colleague’s work'),
    say(ledger.escrow, 'waiting to be accepted'),
    say(ledger.held, 'held'),
    say(ledger.pending, 'not sent yet'),
  ].filter((part) => part !== null);
  const last = parts.pop() ?? 'none went anywhere';
  return `Of ${many(ledger.made, 'edit')} made on this laptop: ${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last}.`;
}

/** "The server counts the same. A rule set 2 of those aside since." Null: they were never compared. */
export function serverWords({ superseded, server }: Ledger): string | null {
  if (server === null) return null;
  if (!server.agrees) return 'The server counts otherwise.';
  const later = server.superseded - superseded;
  return later > 0
    ? `The server counts the same; since then a rule has set ${many(later, 'edit')} of these aside.`
    : 'The server counts the same.';
}

function say(n: number, words: string): string | null {
  return n === 0 ? null : `${count(n)} ${words}`;
}
