/** Something could not be read: what happened in words, what to do, and the code for support at the end. */
import { Button } from '@mantine/core';
import type { Fault } from '../../protocol/ipc/fault.ts';
import { isFault } from '../ipc/client.ts';
import { Notice } from './Notice.tsx';
import classes from './Notice.module.css';

interface Props {
  readonly error: unknown;
  readonly again?: (() => void) | undefined;
}

export function ErrorState({ error, again }: Props) {
  const fault = faultOf(error);
  return (
    <div className={classes['error']}>
      <Notice
        tone="danger"
        title={fault.words}
        code={fault.code}
        deeds={
          again ? (
            <Button variant="default" onClick={again}>
              Try again
            </Button>
          ) : null
        }
      >
        Saved work is not touched by this.
      </Notice>
    </div>
  );
}

/** Every error as something that can be said: an unexpected one says so and nothing more. */
export function faultOf(error: unknown): Fault {
  return isFault(error) ?? { kind: 'cannotSave', words: 'That did not work.', field: null, code: 'unexpected' };
}
