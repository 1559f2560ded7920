/** The link as a line of steps, the failing one named with what to do; the switch, and trying now. */
import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconRefresh } from '@tabler/icons-react';
import { LINK_STEPS, type LinkStep, type StepMark } from '../../../domain/link/reason.ts';
import type { SyncView } from '../../../protocol/ipc/state.ts';
import { useNow } from '../../app/clock.ts';
import { trpc } from '../../ipc/client.ts';
import { count } from '../../ui/amount.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import { when } from '../../ui/when.ts';
import classes from './LinkSection.module.css';

const STEPS: Readonly<Record<LinkStep, string>> = {
  network: 'Network',
  name: 'Name found',
  server: 'Server answers',
  secure: 'Secure',
  signedIn: 'Signed in',
  writeCompletes: 'Write completes',
};
/** A step that failed, named as what it is. */
const FAILED: Readonly<Record<LinkStep, string>> = {
  network: 'No network',
  name: 'Name not found',
  server: 'Server does not answer',
  secure: 'Not secure',
  signedIn: 'Not signed in',
  writeCompletes: 'Write does not complete',
};
const ICONS: Readonly<Record<StepMark, typeof IconRefresh>> = {
  good: IconCircleCheck,
  failed: IconCircleX,
  unknown: IconCircleDashed,
};
const SWITCH: readonly ChoiceOption<'on' | 'off'>[] = [
  { value: 'on', words: 'Link on' },
  { value: 'off', words: 'Link off' },
];

interface Props {
  readonly view: SyncView;
  readonly now: number;
}

export function LinkSection({ view, now }: Props) {
  const { link } = view;
  const { busy, failed, attempt } = useAttempt();
  return (
    <Section title="Link">
      <ol className={classes['steps']}>
        {LINK_STEPS.map((step) => {
          const mark = link.steps[step];
          const Icon = ICONS[mark];
          return (
            <li key={step} className={classes['step']} data-mark={mark}>
              <Icon size={20} stroke={1.8} aria-hidden="true" />
              {mark === 'failed' ? FAILED[step] : STEPS[step]}
              {mark === 'unknown' ? <span className="visually-hidden">, not known yet</span> : null}
            </li>
          );
        })}
      </ol>
      <div className={classes['state']}>
        <div className={classes['words']} role="status">
          <p className={classes['says']}>{link.says}</p>
          {link.do ? <p className={classes['do']}>{link.do}</p> : null}
        </div>
        <div className={classes['deeds']}>
          <Choice
            legend="Link"
            legendHidden
            options={SWITCH}
            value={link.switchedOn ? 'on' : 'off'}
            disabled={busy}
            onChange={(to) => void attempt(() => trpc.sync.switchLink.mutate({ on: to === 'on' }))}
          />
          <Button
            variant="default"
            disabled={!link.switchedOn || busy}
            leftSection={<IconRefresh size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => void attempt(() => trpc.sync.tryNow.mutate())}
          >
            Try now
          </Button>
        </div>
      </div>
      {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
      <Facts>
        {link.server === null ? 'no server' : <span className="mono">{link.server}</span>}
        {view.lastExchangeAt === null ? 'never exchanged' : <>last exchange {when(view.lastExchangeAt, now)}</>}
        {link.lastWriteAt === null ? null : <>last write {when(link.lastWriteAt, now)}</>}
        <>
          up to position <span className="mono">{count(view.cursor)}</span>
        </>
        {link.retryAt === null || !link.switchedOn ? null : <Retry at={link.retryAt} />}
      </Facts>
    </Section>
  );
}

/** "tries again in 20 s". */
function Retry({ at }: { readonly at: number }) {
  const seconds = Math.max(0, Math.ceil((at - useNow(1_000)) / 1_000));
  if (seconds === 0) return 'trying now';
  return `tries again in ${seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}`;
}
