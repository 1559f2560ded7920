import { Button, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { Entry } from './EntryFields.tsx';
import { numberIn, textOf } from './field-text.ts';
import { useVisitForm } from './visit-context.ts';
import type { NewRow } from './visit-form.ts';
import { sameLabel } from './visit-label.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

/** Notes are only ever added; a correction is a new note that names the one it corrects. */
export function NotesSection() {
  const { view, form, mayEdit, addRow } = useVisitForm();
  const added = form.rows.filter((row) => row.collection === 'note');
  const corrected = new Set(view.notes.map((note) => textOf(note, 'entry', 'corrects')).filter(Boolean));
  return (
    <VisitSection title="Notes" anchor="notes" unsaved={added.length > 0} flush>
      <ul className={classes['lines']}>
        {view.notes.map((note) => (
          <Note key={note.id} note={note} corrected={corrected.has(note.id)} />
        ))}
        {added.map((row) => (
          <NewNote key={row.key} row={row} />
        ))}
      </ul>
      {mayEdit ? (
        <div className={classes['add']}>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => addRow('note', {})}
          >
            Add a note
          </Button>
        </div>
      ) : null}
      {view.notes.length === 0 && !mayEdit ? <p className={classes['pad']}>No notes.</p> : null}
    </VisitSection>
  );
}

function Note({ note, corrected }: { readonly note: RecordView; readonly corrected: boolean }) {
  const { label, mayEdit, addRow } = useVisitForm();
  const now = useNow(60_000);
  const writtenAt = numberIn(note, 'entry', 'writtenAt');
  const corrects = textOf(note, 'entry', 'corrects') !== '';
  return (
    <li className={classes['line']}>
      <div className={classes['what']}>
        <p className={classes['prose']}>{textOf(note, 'entry', 'text')}</p>
        <div className={`${classes['small']} ${classes['muted']}`}>
          {writtenAt === null ? null : <time>{when(writtenAt, now)}</time>}
          {corrects ? ' · corrects an earlier note' : null}
          {corrected ? ' · corrected by a later note' : null}
        </div>
      </div>
      {sameLabel(note.label, label) ? null : <SyncLabel label={note.label} />}
      {mayEdit && !corrected ? (
        <Button
          variant="default"
          aria-label={`Correct the note: ${note.name}`}
          onClick={() => addRow('note', { corrects: note.id, text: textOf(note, 'entry', 'text') })}
        >
          Correct
        </Button>
      ) : null}
    </li>
  );
}

function NewNote({ row }: { readonly row: NewRow }) {
  const { errors, setRow } = useVisitForm();
  const title = row.entered['corrects'] ? 'Correction of a note' : 'New note';
  return (
    <Entry row={row} title={title}>
      <Textarea
        aria-label={title}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={20_000}
        autoFocus={!row.entered['text']}
        value={row.entered['text'] ?? ''}
        error={errors[`${row.key}.text`]}
        onChange={(event) => setRow(row.key, { text: event.currentTarget.value })}
      />
    </Entry>
  );
}
