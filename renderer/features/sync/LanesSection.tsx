/** What waits, as three bars in the order in which it leaves, and each change beneath. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Lane } from '../../../domain/schema/types.ts';
import type { LaneView, SyncView } from '../../../protocol/ipc/state.ts';
import { bytes, count, many } from '../../ui/amount.ts';
import { Section } from '../../ui/Section.tsx';
import { span, when } from '../../ui/when.ts';
import classes from './LanesSection.module.css';

const LANES: Readonly<Record<Lane, { readonly name: string; readonly about: string }>> = {
  critical: { name: 'Critical', about: 'leaves first' },
  normal: { name: 'Normal', about: 'leaves next' },
  background: { name: 'Background', about: 'leaves last' },
};
const SHOWN = 6;
const STEP = 200;

interface Props {
  readonly view: SyncView;
  readonly now: number;
}

export function LanesSection({ view: { waiting, queue }, now }: Props) {
  const most = Math.max(1, ...waiting.lanes.map((lane) => lane.count));
  return (
    <Section title="What waits" aside={waiting.confirming > 0 ? <Confirming n={waiting.confirming} /> : null} flush>
      <ul className={classes['lanes']}>
        {waiting.lanes.map((lane) => (
          <LaneBar key={lane.lane} lane={lane} most={most} now={now} />
        ))}
      </ul>
      {queue.length === 0 ? null : <Queue queue={queue} now={now} />}
    </Section>
  );
}

function Confirming({ n }: { readonly n: number }) {
  return <span className={classes['quiet']}>{many(n, 'change')} at the server, being confirmed</span>;
}

function LaneBar({ lane, most, now }: { readonly lane: LaneView; readonly most: number; readonly now: number }) {
  const { name, about } = LANES[lane.lane];
  return (
    <li className={classes['lane']} data-lane={lane.lane}>
      <span className={classes['name']}>
        {name}
        <span className={classes['about']}>{about}</span>
      </span>
      <span className={classes['track']} aria-hidden="true">
        <span className={classes['bar']} style={{ width: `${(lane.count / most) * 100}%` }} />
      </span>
      <span className={classes['amount']}>
        {lane.count === 0 ? (
          'nothing waits'
        ) : (
          <>
            <strong>{many(lane.count, 'change')}</strong>, {bytes(lane.bytes)}
            {lane.oldest === null ? '' : `, oldest ${span(now - lane.oldest)}`}
          </>
        )}
      </span>
    </li>
  );
}

function Queue({ queue, now }: { readonly queue: SyncView['queue']; readonly now: number }) {
  const [shown, show] = useState(SHOWN);
  const left = queue.length - shown;
  return (
    <>
      <table className={classes['queue']}>
        <caption className="visually-hidden">Changes that wait, in the order in which they leave</caption>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">What</th>
            <th scope="col">Lane</th>
            <th scope="col">Made</th>
            <th scope="col">Size</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {queue.slice(0, shown).map((item) => (
            <tr key={item.seq}>
              <td className="mono">{count(item.seq)}</td>
              <td className={classes['title']}>{item.title}</td>
              <td>{LANES[item.lane].name}</td>
              <td>
                <time>{when(item.madeAt, now)}</time>
              </td>
              <td className={classes['size']}>{bytes(item.bytes)}</td>
              <td>{item.state}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 || shown > SHOWN ? (
        <div className={classes['more']}>
          {left > 0 ? (
            <Button variant="default" onClick={() => show(shown === SHOWN ? STEP : shown + STEP)}>
              {shown === SHOWN && queue.length <= STEP
                ? `Show all ${count(queue.length)} changes`
                : `Show more (${count(left)} are not shown)`}
            </Button>
          ) : null}
          {shown > SHOWN ? (
            <Button variant="default" onClick={() => show(SHOWN)}>
              Show fewer
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
