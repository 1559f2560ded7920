/**
 * Something that a person should know, in place: `calm` tells, `attention` asks for an act, `danger` says that
 * something failed or is unsafe. Attention and danger are announced when they appear.
 */
import { IconAlertTriangle, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface Props {
  readonly tone: 'calm' | 'attention' | 'danger';
  readonly title?: string;
  readonly children?: ReactNode;
  readonly deeds?: ReactNode;
  /** Small, at the end, for support. */
  readonly code?: string | null;
}

const ICONS = { calm: IconInfoCircle, attention: IconAlertTriangle, danger: IconExclamationCircle };

export function Notice({ tone, title, children, deeds, code }: Props) {
  const Icon = ICONS[tone];
  return (
    <div className={classes['notice']} data-tone={tone} role={tone === 'calm' ? 'status' : 'alert'}>
      <Icon className={classes['icon']} size={20} aria-hidden="true" />
      <div className={classes['text']}>
        {title ? <strong>{title} </strong> : null}
        {children}
        {code ? <span className={classes['code']}>{code}</span> : null}
        {deeds ? <div className={classes['row']}>{deeds}</div> : null}
      </div>
    </div>
  );
}
