/**
 * The Save button, large, at the bottom right, and beside it how far the work has travelled: "Not saved yet" turns into
 * the label that the save returned. A save that failed says so loudly and leaves the form as it was (SAVE-3).
 */
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconDeviceFloppy } from '@tabler/icons-react';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import type { LabelView } from '../../../protocol/ipc/views.ts';
import { useSaveShortcut, useUndoShortcut } from '../../app/shortcuts.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SyncLabel, UNSAVED_LABEL } from '../sync-label/SyncLabel.tsx';
import type { UndoSave } from './use-undo-save.ts';
import classes from './SaveButton.module.css';

interface Props {
  readonly dirty: boolean;
  readonly failed: Fault | null;
  /** How many fields hold the save up. */
  readonly wrong: number;
  /** How often it was saved since it was opened: each one is announced. */
  readonly saves: number;
  /** Of the last save, or of the visit as it stands. */
  readonly label: LabelView;
  readonly undo: UndoSave;
  readonly save: () => void;
}

export function SaveBar({ dirty, failed, wrong, saves, label, undo, save }: Props) {
  return (
    <div className={classes['foot']}>
      {failed ? (
        <Notice tone="danger" title={failedWords(failed)} code={failed.code}>
          Your entries are still in the form.
        </Notice>
      ) : null}
      {!failed && dirty && wrong > 0 ? (
        <Notice
          tone="danger"
          title={wrong === 1 ? 'Not saved: one field needs a look.' : `Not saved: ${wrong} fields need a look.`}
        />
      ) : null}
      {undo.failed ? (
        <Notice tone="attention" title={`Not undone. ${undo.failed.words}`} code={undo.failed.code} />
      ) : null}
      <p className="visually-hidden" role="status">
        {undo.done ? 'Undone.' : saves > 0 && !dirty ? label.text : ''}
      </p>
      <div className={classes['bar']}>
        <SyncLabel label={dirty ? UNSAVED_LABEL : label} place="section" />
        {undo.isOffered && !dirty ? <UndoButton undo={undo} /> : null}
        <SaveButton dirty={dirty} save={save} />
      </div>
    </div>
  );
}

/** Quiet: it is there when it is wanted, and does not ask. */
function UndoButton({ undo }: { readonly undo: UndoSave }) {
  useUndoShortcut(undo.undo);
  return (
    <Button
      variant="default"
      disabled={undo.busy}
      onClick={undo.undo}
      aria-keyshortcuts="Control+Z"
      leftSection={<IconArrowBackUp size={18} stroke={1.8} aria-hidden="true" />}
    >
      Undo
      <span className={classes['keys']}>
        <KeyHint keys={['Ctrl', 'Z']} />
      </span>
    </Button>
  );
}

/** The way to the main process was lost before it answered (renderer/ipc/link.ts): it may have been saved. */
const OUTCOME_UNKNOWN = 'IPC-1';

function failedWords({ words, code }: Fault): string {
  return code === OUTCOME_UNKNOWN ? words : `Not saved. ${words}`;
}

export function SaveButton({ dirty, save }: Pick<Props, 'dirty' | 'save'>) {
  useSaveShortcut(save);
  return (
    <Button
      className={classes['button'] ?? ''}
      {...(dirty ? {} : { 'data-disabled': true })}
      aria-disabled={!dirty}
      onClick={save}
      aria-keyshortcuts="Control+S"
      leftSection={<IconDeviceFloppy size={22} stroke={1.8} aria-hidden="true" />}
    >
      Save visit
      <span className={classes['keys']}>
        <KeyHint keys={['Ctrl', 'S']} />
      </span>
    </Button>
  );
}
