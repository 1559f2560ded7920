/** One group of a device: read, and changed in place. What is typed stays, even when somebody else wrote it meanwhile. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { DecidedLine } from '../sync-label/DecidedLine.tsx';
import { SyncLabel, UNSAVED_LABEL } from '../sync-label/SyncLabel.tsx';
import type { GroupEdit } from './use-group-edit.ts';
import classes from './device.module.css';

interface Props {
  readonly title: string;
  readonly edit: GroupEdit;
  /** Null when this person may only read it. */
  readonly changeWords: string | null;
  readonly saveWords: string;
  readonly children: ReactNode;
  readonly form: ReactNode;
}

export function GroupSection({ title, edit, changeWords, saveWords, children, form }: Props) {
  const { group, open } = edit;
  // What the record's label speaks of says so at its place; the rest is silent.
  const own = group && group.label.kind !== 'synced' ? <SyncLabel label={group.label} place="section" /> : null;
  return (
    <Section title={title} aside={open?.changed ? <SyncLabel label={UNSAVED_LABEL} place="section" /> : own}>
      <div className={classes['stack']}>
        {group?.decided && !open ? <DecidedLine decided={group.decided} /> : null}
        {open ? form : children}
        {open?.underneath && group ? (
          <Notice tone="attention" title={`Changed meanwhile to “${group.words}”.`}>
            If you save yours as well, the two become a question for whoever decides.
          </Notice>
        ) : null}
        {edit.failed ? (
          <Notice tone="danger" title={`Not saved. ${edit.failed.words}`} code={edit.failed.code}>
            Your entries are still in the form.
          </Notice>
        ) : null}
        {open ? (
          <div className={classes['deeds']}>
            <Button onClick={edit.save} disabled={!open.changed || edit.busy} aria-keyshortcuts="Control+S">
              {saveWords}
            </Button>
            <Button variant="default" onClick={edit.throwAway}>
              {open.changed ? 'Throw away' : 'Close'}
            </Button>
          </div>
        ) : changeWords === null ? null : (
          <div className={classes['deeds']}>
            <Button variant="default" onClick={edit.begin}>
              {changeWords}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
