/**
 * A section of a visit. Where it stands for a group, it says at once when a colleague changed that group underneath an
 * open edit (SAVE-5), and it shows its own label when that differs from the visit's.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { DecidedLine } from '../sync-label/DecidedLine.tsx';
import { SyncLabel, UNSAVED_LABEL } from '../sync-label/SyncLabel.tsx';
import { useVisitForm } from './visit-context.ts';
import { changedUnderneath, editKey, groupOf } from './visit-form.ts';
import { sameLabel } from './visit-label.ts';
import classes from './visit.module.css';

interface Props {
  readonly title: string;
  readonly anchor: string;
  /** The group that this section edits, if it edits one. */
  readonly of?: { readonly record: RecordView; readonly group: string };
  /** Says "Not saved yet" for new rows. */
  readonly unsaved?: boolean;
  readonly aside?: ReactNode;
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function VisitSection({ title, anchor, of, unsaved, aside, flush, children }: Props) {
  const { form, label } = useVisitForm();
  const edit = of ? form.edits[editKey(of.record.id, of.group)] : undefined;
  const group = of ? groupOf(of.record, of.group) : null;
  const own = group?.label ?? null;
  const decided = edit === undefined ? group?.decided : undefined;
  const shown = edit || unsaved ? UNSAVED_LABEL : own && !sameLabel(own, label) ? own : null;
  return (
    <Section
      title={title}
      anchor={anchor}
      flush={flush === true}
      aside={
        <>
          {aside}
          {shown ? <SyncLabel label={shown} place="section" /> : null}
        </>
      }
    >
      {of ? <ChangedUnderneath record={of.record} group={of.group} padded={flush === true} /> : null}
      {decided ? (
        <div className={flush ? classes['pad'] : undefined}>
          <DecidedLine decided={decided} />
        </div>
      ) : null}
      {children}
    </Section>
  );
}

interface ChangedProps {
  readonly record: RecordView;
  readonly group: string;
  readonly padded?: boolean;
}

export function ChangedUnderneath({ record, group, padded }: ChangedProps) {
  const { form, saving, takeTheirs, keepMine } = useVisitForm();
  const edit = form.edits[editKey(record.id, group)];
  const current = groupOf(record, group);
  if (!edit || saving || !changedUnderneath(edit, current)) return null;
  return (
    <div className={padded ? classes['pad'] : classes['above']} data-testid="changed-underneath">
      <Notice
        tone="attention"
        title="This was changed while you were editing."
        deeds={
          <>
            <Button variant="default" onClick={() => takeTheirs(record, group)}>
              Take the new value
            </Button>
            <Button variant="default" onClick={() => keepMine(record, group)}>
              Keep mine
            </Button>
          </>
        }
      >
        It now says <q>{current.words}</q> — if you keep yours, a person will be asked which is right.
      </Notice>
    </div>
  );
}
