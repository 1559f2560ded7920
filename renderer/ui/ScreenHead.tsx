/** The top of a screen: its name as the page's one `h1`, a line about it, and what can be done there at the right. */
import type { ReactNode } from 'react';
import classes from './ScreenHead.module.css';

interface Props {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}

export function ScreenHead({ title, about, children }: Props) {
  return (
    <header className={classes['head']}>
      <div className={classes['words']}>
        <h1 className={classes['title']}>{title}</h1>
        {about ? <p className={classes['about']}>{about}</p> : null}
      </div>
      {children ? <div className={classes['side']}>{children}</div> : null}
    </header>
  );
}
