/** One of the two: the value in plain words, who wrote it, when, and what else they did. The whole card is its button. */
import { Box } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import type { SideView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { when } from '../../ui/when.ts';
import type { ValueSize } from './value-size.ts';
import type { Piece } from './word-diff.ts';
import classes from './SideCard.module.css';

const ROLES: { readonly [role: string]: string } = {
  technician: 'technician',
  lead: 'team lead',
  manager: 'service manager',
  admin: 'administrator',
};
const ORDINALS = ['first', 'second'] as const;

/** It was written without a connection: when it came is worth a word. */
const LATE_MS = 30 * 60_000;

function arrivedLate({ madeAt, receivedAt }: SideView): boolean {
  return receivedAt !== null && receivedAt - madeAt > LATE_MS;
}

interface Props {
  readonly side: SideView;
  readonly at: 0 | 1;
  /** The value, cut where it differs from the other one. */
  readonly pieces: readonly Piece[];
  readonly size: ValueSize;
  /** `ask` may be chosen; the rest say what became of it. */
  readonly state: 'ask' | 'read' | 'keeping' | 'leaving' | 'kept' | 'notKept';
  readonly choose?: () => void;
}

export function SideCard({ side, at, pieces, size, state, choose }: Props) {
  const now = useNow(60_000);
  const name = side.isMine ? 'you' : side.person;
  return (
    <section
      className={classes['card']}
      data-state={state}
      data-size={size}
      data-at={at}
      aria-label={`The ${ORDINALS[at]}, by ${name}`}
    >
      <div className={classes['number']} aria-hidden="true">
        {at + 1}
      </div>
      <div className={classes['body']}>
        {/* Prose may be longer than its card, and has to be reachable by keyboard to be read on. */}
        <Box component="p" className={classes['value']} tabIndex={size === 'prose' ? 0 : undefined}>
          {pieces.map(({ start, text, differs }) =>
            differs ? <mark key={start}>{text}</mark> : <span key={start}>{text}</span>,
          )}
        </Box>
        {side.details.length > 0 ? (
          <ul className={classes['details']}>
            {side.details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : null}
      </div>
      <div className={classes['who']}>
        <p>
          <span className={classes['person']}>{side.isMine ? 'You' : side.person}</span>,{' '}
          {ROLES[side.role] ?? side.role}, <time>{when(side.madeAt, now)}</time>
          {arrivedLate(side) ? (
            <>
              , arrived <time>{when(side.receivedAt ?? 0, now)}</time>
            </>
          ) : null}
        </p>
        {side.clock ? (
          <p className={classes['clock']}>
            <IconClockExclamation size={18} stroke={1.8} aria-hidden="true" />
            {side.clock}, so its time is not to be trusted.
          </p>
        ) : null}
        {side.also.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {state === 'ask' && choose ? (
        <button
          type="button"
          className={classes['choose']}
          aria-keyshortcuts={String(at + 1)}
          aria-label={`${side.deed ?? `Keep the ${ORDINALS[at]}`}: ${side.words}, by ${name}`}
          onClick={choose}
        >
          {side.deed ?? `Keep the ${ORDINALS[at]}`}
        </button>
      ) : null}
      {state === 'keeping' || state === 'kept' ? (
        <p className={classes['result']}>{side.deed ? 'Decided so' : 'Kept'}</p>
      ) : null}
      {state === 'leaving' || state === 'notKept' ? (
        <p className={classes['result']}>Not kept. It stays in the history.</p>
      ) : null}
    </section>
  );
}
