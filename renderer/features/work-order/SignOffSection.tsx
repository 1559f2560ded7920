import { Button } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { inWords, OUTCOMES } from '../../../domain/schema/hospital.ts';
import { now, useNow } from '../../app/clock.ts';
import { usePeople } from '../../app/queries.ts';
import { Choice } from '../../ui/Choice.tsx';
import { when } from '../../ui/when.ts';
import { useVisitForm } from './visit-context.ts';
import { shownValue } from './visit-form.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

const OPTIONS = OUTCOMES.map((value) => ({ value, words: inWords(value).replace(/^./, (c) => c.toUpperCase()) }));

/** How the visit ended, and who says so. It belongs to progress: it is saved and judged with it. */
export function SignOffSection() {
  const { view, form, errors, me, mayEdit, set } = useVisitForm();
  const people = usePeople().data ?? [];
  const at = useNow(60_000);
  const progress = shownValue(form, view.job, 'progress');
  const { outcome, signedBy, signedAt } = progress;
  const signer = people.find((person) => person.id === signedBy)?.name ?? (signedBy === me?.id ? me?.name : undefined);

  const sign = (): void => {
    if (!me) return;
    const moment = now();
    set(view.job, 'progress', {
      status: 'done',
      finished: typeof progress['finished'] === 'number' ? progress['finished'] : moment,
      signedBy: me.id,
      signedAt: moment,
    });
  };
  const takeBack = (): void =>
    set(view.job, 'progress', { status: 'started', signedBy: null, signedAt: null, finished: null });

  return (
    <VisitSection title="Sign-off" anchor="sign-off">
      <div className={classes['stack']}>
        <Choice
          legend="How did it end?"
          options={OPTIONS}
          value={typeof outcome === 'string' ? outcome : null}
          disabled={!mayEdit}
          error={errors['progress.outcome']}
          onChange={(value) => set(view.job, 'progress', { outcome: value })}
        />
        {typeof signedBy === 'string' ? (
          <div className={classes['fields']} style={{ alignItems: 'center' }}>
            <p>
              <IconSignature size={20} aria-hidden="true" style={{ verticalAlign: '-4px' }} /> Signed off by{' '}
              <strong>{signer ?? 'a colleague'}</strong>
              {typeof signedAt === 'number' ? `, ${when(signedAt, at)}` : ''}
            </p>
            {mayEdit ? (
              <Button variant="default" onClick={takeBack}>
                Take the sign-off back
              </Button>
            ) : null}
          </div>
        ) : mayEdit && me ? (
          <div>
            <Button variant="outline" leftSection={<IconSignature size={20} aria-hidden="true" />} onClick={sign}>
              Sign off as {me.name}
            </Button>
            <p className={`${classes['small']} ${classes['muted']}`} style={{ marginTop: 4 }}>
              Sets the visit to done. It counts once you save.
            </p>
          </div>
        ) : (
          <p className={classes['muted']}>Not signed off yet.</p>
        )}
      </div>
    </VisitSection>
  );
}
