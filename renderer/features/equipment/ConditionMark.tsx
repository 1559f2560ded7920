/** The condition of a device: icon and word. Red is for what must not be used; the word says the same. */
import { IconAlertOctagon, IconCircleCheck, IconCircleHalf2, IconHelpCircle } from '@tabler/icons-react';
import { inWords } from '../../../domain/schema/hospital.ts';
import classes from './ConditionMark.module.css';

const ICONS: { readonly [state: string]: typeof IconCircleCheck } = {
  inService: IconCircleCheck,
  restricted: IconCircleHalf2,
  outOfService: IconAlertOctagon,
};

interface Props {
  readonly state: string;
  /** As the first thing of its place. */
  readonly large?: boolean;
}

export function ConditionMark({ state, large }: Props) {
  const Icon = ICONS[state] ?? IconHelpCircle;
  const words = inWords(state) || 'not known';
  return (
    <span className={classes['condition']} data-state={state} data-large={large === true}>
      <Icon size={large ? 24 : 18} stroke={1.9} aria-hidden="true" />
      {words.charAt(0).toUpperCase() + words.slice(1)}
    </span>
  );
}
