/** The books: everything that was made here, and where each of it is. A difference is not explained away (L-1). */
import type { Ledger } from '../../../protocol/ipc/state.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { when } from '../../ui/when.ts';
import { ledgerWords, serverWords } from './ledger-words.ts';

export function LedgerSection({ ledger, now }: { readonly ledger: Ledger; readonly now: number }) {
  const { server } = ledger;
  return (
    <Section title="Ledger">
      <p>
        {ledgerWords(ledger)} {ledger.balances ? 'The books balance.' : null} {serverWords(ledger)}
      </p>
      {server === null ? null : (
        <Facts>
          <>compared with the server {when(server.at, now)}</>
        </Facts>
      )}
      {ledger.balances ? null : (
        <Notice tone="attention" title="The books do not balance.">
          Some edit is counted twice or not at all. Tell the operator; nothing is deleted, and working on is safe.
        </Notice>
      )}
      {server === null || server.agrees ? null : (
        <Notice tone="attention" title="This laptop’s books and the server’s do not agree.">
          {server.says.join(' ')} Tell the operator; nothing is deleted, and working on is safe.
        </Notice>
      )}
    </Section>
  );
}
