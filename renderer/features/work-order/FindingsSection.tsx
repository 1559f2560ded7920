import { Textarea } from '@mantine/core';
import { useVisitForm } from './visit-context.ts';
import { shownValue } from './visit-form.ts';
import { VisitSection } from './VisitSection.tsx';

/** What was found, in the technician's own words. */
export function FindingsSection() {
  const { view, form, errors, mayEdit, set } = useVisitForm();
  const text = shownValue(form, view.job, 'findings')['text'];
  return (
    <VisitSection title="Findings" anchor="findings" of={{ record: view.job, group: 'findings' }}>
      <Textarea
        aria-label="Findings"
        placeholder={mayEdit ? 'What you saw, measured and did' : 'Nothing written yet'}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={20_000}
        value={typeof text === 'string' ? text : ''}
        readOnly={!mayEdit}
        error={errors['findings.text']}
        onChange={(event) => set(view.job, 'findings', { text: event.currentTarget.value || null })}
      />
    </VisitSection>
  );
}
