/** How the visit ended, and who signs for it. It belongs to progress: it is saved and judged with it (H-7). */
import { Button } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { inWords, OUTCOMES } from '../../../domain/schema/hospital.ts';
import { Choice } from '../../ui/Choice.tsx';
import { changesWhatWasSigned } from './build-sign-off.ts';
import { SignatureLine } from './SignatureLine.tsx';
import { SignOffDialog } from './SignOffDialog.tsx';
import { useVisitForm } from './visit-context.ts';
import { groupOf, shownValue } from './visit-form.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

const OPTIONS = OUTCOMES.map((value) => ({ value, words: inWords(value).replace(/^./, (c) => c.toUpperCase()) }));

export function SignOffSection() {
  const { view, form, errors, me, mayEdit, set, maySign } = useVisitForm();
  const [asking, ask] = useState(false);
  const { outcome } = shownValue(form, view.job, 'progress');
  const may = mayEdit && me !== null;
  const sign = (): void => {
    if (maySign()) ask(true);
  };

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
        {view.signOff ? <SignatureLine signOff={view.signOff} job={view.job.id} /> : null}
        {isSigned(view.signOff) ? <Signed sign={sign} /> : null}
        {isSigned(view.signOff) ? null : may ? (
          <div>
            <SignButton sign={sign}>Sign off as {me.name}</SignButton>
            <p className={`${classes['small']} ${classes['muted']}`} style={{ marginTop: 4 }}>
              Asks for your PIN, sets the visit to done and saves it.
            </p>
          </div>
        ) : view.signOff ? null : (
          <p className={classes['muted']}>Not signed off yet.</p>
        )}
      </div>
      {asking ? <SignOffDialog close={() => ask(false)} /> : null}
    </VisitSection>
  );
}

function isSigned(signOff: ReturnType<typeof useVisitForm>['view']['signOff']): boolean {
  return signOff !== null && signOff.state !== 'takenBack';
}

/** What can be done about a sign-off that stands: take it back with the next save, or sign again what is there now. */
function Signed({ sign }: { readonly sign: () => void }) {
  const { view, form, me, mayEdit, set } = useVisitForm();
  const was = groupOf(view.job, 'progress').value;
  const isTakenBack = typeof shownValue(form, view.job, 'progress')['signedBy'] !== 'string';
  const { status = null, signedBy = null, finished = null } = was;
  const takeBack = (): void => set(view.job, 'progress', { status: 'started', signedBy: null, finished: null });
  if (!mayEdit || me === null) return null;
  if (isTakenBack) {
    return (
      <div className={classes['fields']} style={{ alignItems: 'center' }}>
        <p>The sign-off is taken back once you save. It stays in the history.</p>
        <Button variant="default" onClick={() => set(view.job, 'progress', { status, signedBy, finished })}>
          Keep the sign-off
        </Button>
      </div>
    );
  }
  const mayRepeat = view.signOff?.state !== 'signed' || signedBy !== me.id || changesWhatWasSigned(form, view);
  return (
    <>
      {changesWhatWasSigned(form, view) ? (
        <p className={classes['small']}>
          Saving this changes what was signed: it will say “Changed after signing” until somebody signs again.
        </p>
      ) : null}
      <div className={classes['fields']}>
        {mayRepeat ? <SignButton sign={sign}>Sign off again as {me.name}</SignButton> : null}
        <Button variant="default" onClick={takeBack}>
          Take the sign-off back
        </Button>
      </div>
    </>
  );
}

function SignButton({ sign, children }: { readonly sign: () => void; readonly children: ReactNode }) {
  return (
    <Button variant="outline" leftSection={<IconSignature size={20} aria-hidden="true" />} onClick={sign}>
      {children}
    </Button>
  );
}
