/** A line of small facts about something, with dots between them; what is empty is left out. */
import { Children, type ReactNode } from 'react';
import classes from './Facts.module.css';

export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes['facts']}>
      {Children.map(children, (fact) =>
        fact === null || fact === undefined || fact === false || fact === '' ? null : <span>{fact}</span>,
      )}
    </div>
  );
}
