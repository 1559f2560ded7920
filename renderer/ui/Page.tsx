/** A screen that scrolls as a whole: its sections one under the other, or in two columns where there is room. */
import type { ReactNode } from 'react';
import classes from './Page.module.css';

export function Page({ children }: { readonly children: ReactNode }) {
  return <div className={classes['page']}>{children}</div>;
}

/** `main` is wide and comes first for the eye; `side` stands beside it, and before it on a narrow window. */
export function Columns({ main, side }: { readonly main: ReactNode; readonly side: ReactNode }) {
  return (
    <div className={classes['columns']}>
      <div className={classes['column']}>{side}</div>
      <div className={classes['column']}>{main}</div>
    </div>
  );
}
