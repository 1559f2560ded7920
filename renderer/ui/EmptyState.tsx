/** Nothing here, said as a person would: what it means and what can be done. Never left over, never an apology. */
import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface Props {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly deeds?: ReactNode;
}

export function EmptyState({ title, icon, children, deeds }: Props) {
  return (
    <div className={classes['empty']}>
      {icon ? (
        <div className={classes['mark']} aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <p className={classes['title']}>{title}</p>
      {children ? <div className={classes['words']}>{children}</div> : null}
      {deeds ? <div className={classes['deeds']}>{deeds}</div> : null}
    </div>
  );
}
