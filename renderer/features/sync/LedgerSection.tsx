/** The books: everything that was made here, and where each of it is. A difference is not explained away. */
import type { Ledger } from '../../../protocol/ipc/state.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { ledgerWords } from './ledger-words.ts';

export function LedgerSection({ ledger }: { readonly ledger: Ledger }) {
  return (
    <Section title="Ledger">
      <p>
        {ledgerWords(ledger)} {ledger.balances ? 'The books balance.' : null}
      </p>
      {ledger.balances ? null : (
        <Notice tone="attention" title="The books do not balance.">
          Some edit is counted twice or not at all. Tell the operator; nothing is deleted, and working on is safe.
        </Notice>
      )}
    </Section>
  );
}
