/** All keys on one sheet, opened with `?`. */
import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { KeyHint } from '../ui/KeyHint.tsx';
import classes from './KeysSheet.module.css';
import { SHORTCUTS } from './shortcuts.ts';

export function KeysSheet({ shown, close }: { readonly shown: boolean; readonly close: () => void }) {
  return (
    <Modal opened={shown} onClose={close} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className={classes['keys']}>
        {SHORTCUTS.map(({ keys, does }) => (
          <Fragment key={does}>
            <dt>
              <KeyHint keys={keys} />
              <span className="visually-hidden">{keys.join(' then ')}</span>
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
