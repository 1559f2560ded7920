/** What somebody decided about this, where it stands: who, when and why, and the way to both versions. */
import { IconScale } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { DecisionView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { when } from '../../ui/when.ts';
import classes from './DecidedLine.module.css';

export function DecidedLine({ decided }: { readonly decided: DecisionView }) {
  const now = useNow(60_000);
  return (
    <p className={classes['line']}>
      <IconScale className={classes['icon']} size={18} stroke={1.8} aria-hidden="true" />
      <span>
        {becameWords(decided)} Decided by {decided.by}, <time>{when(decided.at, now)}</time>
        {decided.reason ? `: “${decided.reason}”` : ''}.
      </span>
      <Link className={classes['both']} to="/review/$id" params={{ id: decided.question }}>
        See both
      </Link>
    </p>
  );
}

function becameWords({ mine, keptOf }: DecisionView): string {
  if (mine === 'kept') return 'Yours was kept.';
  const kept = `${keptOf}’s was kept`;
  return mine === 'setAside' ? `${kept}; yours stays in the history.` : `${kept}.`;
}
