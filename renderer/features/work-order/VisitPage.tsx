/** A visit on one page, no wizard: the head stays, the sections scroll, Save stays at the bottom right. */
import { Button } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { PersonView, VisitView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { useLook } from '../../app/use-look.ts';
import { Notice } from '../../ui/Notice.tsx';
import { when } from '../../ui/when.ts';
import { ChecklistSection } from './ChecklistSection.tsx';
import { FindingsSection } from './FindingsSection.tsx';
import { NotesSection } from './NotesSection.tsx';
import { PartsSection } from './PartsSection.tsx';
import { ProgressSection } from './ProgressSection.tsx';
import { ReadingsSection } from './ReadingsSection.tsx';
import { RequestSection } from './RequestSection.tsx';
import { SaveBar } from './SaveButton.tsx';
import { SignOffSection } from './SignOffSection.tsx';
import { TimeSection } from './TimeSection.tsx';
import { UNSAVED_LABEL } from '../sync-label/SyncLabel.tsx';
import { useVisitEditor } from './use-visit-editor.ts';
import { VisitContext } from './visit-context.ts';
import type { VisitForm } from './visit-form.ts';
import { moreUrgent } from './visit-label.ts';
import { VisitHead } from './VisitHead.tsx';
import { jump, VisitIndex } from './VisitIndex.tsx';
import classes from './visit.module.css';

interface Props {
  readonly view: VisitView;
  readonly me: PersonView | null;
  readonly start: VisitForm;
  /** When the draft that the form starts with was kept; null when there was none. */
  readonly keptAt: number | null;
}

export function VisitPage({ view, me, start, keptAt }: Props) {
  const editor = useVisitEditor(view, me, start);
  const { visit, dirty, failed, saved, refusals } = editor;
  const [restored, setRestored] = useState(keptAt);
  const page = useRef<HTMLDivElement>(null);
  const label = saved ?? visit.label;
  useLook(view.job.id, dirty);

  // An address may lead to a section: from a decision to what was decided.
  const section = useRouterState({ select: (s) => s.location.hash });
  useEffect(() => {
    if (section !== '') jump(section);
  }, [section]);

  useEffect(() => {
    if (refusals === 0) return;
    const wrong = page.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"] input');
    wrong?.focus();
    wrong?.scrollIntoView({ block: 'center' });
  }, [refusals]);

  return (
    <VisitContext value={visit}>
      <article className={classes['visit']} aria-label={view.job.name}>
        <VisitHead view={view} label={dirty && !visit.saving ? moreUrgent(label, UNSAVED_LABEL) : label} />
        <div className={classes['middle']}>
          <VisitIndex page={page} />
          <div className={classes['page']} ref={page}>
            <div className={classes['sections']}>
              {restored !== null && dirty ? (
                <Restored
                  keptAt={restored}
                  throwAway={() => {
                    editor.throwAway();
                    setRestored(null);
                  }}
                />
              ) : null}
              {visit.mayEdit ? null : (
                <Notice tone="calm" title="You can read this visit.">
                  It belongs to another team, so changing it is for them.
                </Notice>
              )}
              {view.job.archived ? (
                <Notice tone="calm" title="This job was archived.">
                  It stays readable. What is added now will be kept and asked about.
                </Notice>
              ) : null}
              <RequestSection />
              <ProgressSection />
              <FindingsSection />
              <ChecklistSection />
              <PartsSection />
              <ReadingsSection />
              <NotesSection />
              <TimeSection />
              <SignOffSection />
            </div>
          </div>
        </div>
        {visit.mayEdit ? (
          <SaveBar
            dirty={dirty && !visit.saving}
            failed={failed}
            wrong={Object.keys(visit.errors).length}
            saves={editor.saves}
            label={label}
            undo={editor.undo}
            save={() => void editor.save()}
          />
        ) : null}
      </article>
    </VisitContext>
  );
}

function Restored({ keptAt, throwAway }: { readonly keptAt: number; readonly throwAway: () => void }) {
  const now = useNow(60_000);
  return (
    <Notice
      tone="calm"
      title="Your unsaved entries are back."
      deeds={
        <Button variant="default" onClick={throwAway}>
          Throw them away
        </Button>
      }
    >
      Kept on this laptop {when(keptAt, now)}. They are not saved yet.
    </Notice>
  );
}
