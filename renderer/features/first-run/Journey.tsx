import { IconCheck, IconCloudCheck, IconDeviceLaptop } from '@tabler/icons-react';
import { labelOf } from '../../../domain/label/save-label.ts';
import classes from './first-run.module.css';

const STEPS = [
  { Icon: IconDeviceLaptop, words: labelOf({ kind: 'queued', canLeave: true }).text, good: false },
  { Icon: IconCloudCheck, words: labelOf({ kind: 'confirming' }).text, good: false },
  { Icon: IconCheck, words: labelOf({ kind: 'synced' }).text, good: true },
];

/** The label in its three usual states, before one has met it on a record. */
export function Journey() {
  return (
    <ol className={classes['journey']} aria-label="What the label beside your work will say">
      {STEPS.map(({ Icon, words, good }) => (
        <li key={words} data-good={good}>
          <Icon size={20} stroke={1.8} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ol>
  );
}
