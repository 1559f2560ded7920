/** A sign-off in a sentence, and beneath it what of the signed is not as it was any more: what, who and when (H-7). */
import { IconSignature } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useHistory } from '../../app/queries.ts';
import { useNow } from '../../app/clock.ts';
import { Notice } from '../../ui/Notice.tsx';
import { when } from '../../ui/when.ts';
import type { ChangedAfterView, SignatureView, SignOffView } from '../../../protocol/ipc/views.ts';
import type { RecordId } from '../../../domain/ids.ts';
import classes from './visit.module.css';

export function SignatureLine({ signOff, job }: { readonly signOff: SignOffView; readonly job: RecordId }) {
  const now = useNow(60_000);
  if (signOff.state === 'takenBack') {
    const by = signOff.by === null ? '' : ` by ${signOff.by}`;
    return <p className={classes['muted']}>{`The sign-off was taken back${by}, ${when(signOff.at, now)}.`}</p>;
  }
  return (
    <div className={classes['stack']}>
      <p data-testid="signature">
        <IconSignature size={20} aria-hidden="true" style={{ verticalAlign: '-4px' }} /> Signed off by{' '}
        <strong>{signOff.signer}</strong>
        {rest(signOff, now)}
      </p>
      {signOff.state === 'changed' ? <Changed changes={signOff.changes} job={job} /> : null}
      {signOff.state === 'unproved' ? (
        <p className={`${classes['small']} ${classes['muted']}`}>
          It was signed without a digest, so a later change would not show here.
        </p>
      ) : null}
    </div>
  );
}

function rest({ at, meaning }: SignatureView, now: number): string {
  return [at === null ? '' : when(at, now), meaning && `“${meaning}”`].map((part) => part && `, ${part}`).join('');
}

interface ChangedProps {
  readonly changes: readonly ChangedAfterView[];
  readonly job: RecordId;
}

function Changed({ changes, job }: ChangedProps) {
  // Whose change it was may stand in the log alone, which is read when there is a link.
  return changes.some((c) => c.by === null) ? (
    <ChangedByHistory changes={changes} job={job} />
  ) : (
    <ChangedNotice changes={changes} />
  );
}

/** Reading the history brings the log here; then the visit itself can say who it was. */
function ChangedByHistory({ changes, job }: ChangedProps) {
  const client = useQueryClient();
  const { dataUpdatedAt } = useHistory(job);
  useEffect(() => {
    if (dataUpdatedAt > 0) void client.invalidateQueries({ queryKey: ['visit', job] });
  }, [client, dataUpdatedAt, job]);
  return <ChangedNotice changes={changes} />;
}

function ChangedNotice({ changes }: Pick<ChangedProps, 'changes'>) {
  const now = useNow(60_000);
  const words = changes.map(
    ({ title, by, at }) => `${title}: ${by ?? 'a colleague'}${at === null ? '' : `, ${when(at, now)}`}.`,
  );
  return (
    <div data-testid="changed-after-signing">
      <Notice tone="attention" title="Changed after signing.">
        {words.join(' ')} What was signed stands in the history.
      </Notice>
    </div>
  );
}
