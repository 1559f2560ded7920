import { TextInput } from '@mantine/core';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { SyncLabel, UNSAVED_LABEL } from '../sync-label/SyncLabel.tsx';
import { textOf } from './field-text.ts';
import { useVisitForm } from './visit-context.ts';
import { editKey, groupOf, shownValue } from './visit-form.ts';
import { sameLabel } from './visit-label.ts';
import { ChangedUnderneath, VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

const OPTIONS: readonly ChoiceOption<'pass' | 'fail' | 'na'>[] = [
  { value: 'pass', words: 'Pass', tone: 'good' },
  { value: 'fail', words: 'Fail', tone: 'danger' },
  { value: 'na', words: 'n.a.' },
];

/** Each check with its result; who is on site wins (policy `field`). */
export function ChecklistSection() {
  const { view, form } = useVisitForm();
  const { checklist } = view;
  const open = checklist.filter((item) => typeof shownValue(form, item, 'result')['result'] !== 'string').length;
  return (
    <VisitSection
      title="Checklist"
      anchor="checklist"
      flush
      aside={
        checklist.length === 0 ? null : (
          <span className={classes['small']}>
            {open === 0 ? 'all answered' : `${open} of ${checklist.length} open`}
          </span>
        )
      }
    >
      {checklist.length === 0 ? <p className={classes['pad']}>This job has no checklist.</p> : null}
      <ul className={classes['lines']}>
        {checklist.map((item) => (
          <Check key={item.id} item={item} />
        ))}
      </ul>
    </VisitSection>
  );
}

function Check({ item }: { readonly item: RecordView }) {
  const { form, mayEdit, label, set } = useVisitForm();
  const value = shownValue(form, item, 'result');
  const result = typeof value['result'] === 'string' ? value['result'] : null;
  const comment = typeof value['comment'] === 'string' ? value['comment'] : '';
  const dirty = form.edits[editKey(item.id, 'result')] !== undefined;
  const own = groupOf(item, 'result').label;
  const shown = dirty ? UNSAVED_LABEL : sameLabel(own, label) ? null : own;
  const words = textOf(item, 'entry', 'label');
  return (
    <li>
      <ChangedUnderneath record={item} group="result" padded />
      <div className={classes['line']}>
        <span className={classes['what']}>{words}</span>
        <Choice
          legend={words}
          legendHidden
          options={OPTIONS}
          value={result}
          disabled={!mayEdit}
          onChange={(next) => set(item, 'result', { result: next })}
        />
        {shown ? <SyncLabel label={shown} /> : null}
        {result === 'fail' || comment !== '' ? (
          <TextInput
            aria-label={`Comment: ${words}`}
            placeholder="What failed?"
            value={comment}
            disabled={!mayEdit}
            style={{ flex: '1 1 100%' }}
            onChange={(event) => set(item, 'result', { comment: event.currentTarget.value || null })}
          />
        ) : null}
      </div>
    </li>
  );
}
