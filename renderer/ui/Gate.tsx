/** What stands before the work: first run and lock. One thing to do, and who asks for it. */
import type { ReactNode } from 'react';
import classes from './Gate.module.css';
import { Mark } from './Mark.tsx';

interface Props {
  readonly promise: string;
  readonly beneath?: ReactNode;
  readonly foot: string;
  readonly title: string;
  readonly about?: ReactNode;
  readonly children: ReactNode;
}

export function Gate({ promise, beneath, foot, title, about, children }: Props) {
  return (
    <div className={classes['gate']}>
      <header className={classes['rock']}>
        <div className={classes['brand']}>
          <Mark size={40} />
          <span aria-hidden="true">Holdfast</span>
        </div>
        <div>
          <p className={classes['promise']}>{promise}</p>
          {beneath}
        </div>
        <p className={classes['foot']}>{foot}</p>
      </header>
      <main className={classes['step']}>
        <div className={classes['inner']}>
          <h1 className={classes['title']}>{title}</h1>
          {about ? <div className={classes['about']}>{about}</div> : <div className={classes['about']} />}
          {children}
        </div>
      </main>
    </div>
  );
}
