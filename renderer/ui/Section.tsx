/** A titled part of a screen. `aside` stands at the right of the title: a label, a count, a button. */
import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

interface Props {
  readonly title: string;
  /** Name by which the index at the side jumps here. */
  readonly anchor?: string;
  readonly aside?: ReactNode;
  /** The body reaches the edges: for tables and lists. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Section({ title, anchor, aside, flush, children }: Props) {
  const titleId = useId();
  return (
    <section className={classes['section']} id={anchor} aria-labelledby={titleId}>
      <div className={classes['head']}>
        <h2 className={classes['title']} id={titleId}>
          {title}
        </h2>
        {aside}
      </div>
      <div className={flush ? classes['flush'] : classes['body']}>{children}</div>
    </section>
  );
}
