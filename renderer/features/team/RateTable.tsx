/** The person-days in numbers, newest first: what the plot shows, for who reads or listens. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TeamView } from '../../../protocol/ipc/team.ts';
import { count } from '../../ui/amount.ts';
import { day as dayWords } from '../../ui/when.ts';
import { midnightOf, percent, type Whose } from './rate-plot.ts';
import classes from './team.module.css';

interface Props {
  readonly view: TeamView;
  readonly whose: Whose;
  readonly now: number;
}

const SHOWN = 14;

export function RateTable({ view: { days, people }, whose, now }: Props) {
  const [all, showAll] = useState(false);
  const names = new Map(people.map((p) => [p.id, p.name]));
  const rows = days.filter((d) => whose === 'team' || whose === 'each' || d.person === whose).toReversed();
  return (
    <>
      <table className={classes['table']}>
        <caption className="visually-hidden">Saves and re-opened saves, by day and person</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Person</th>
            <th scope="col">Saves</th>
            <th scope="col">Re-opened</th>
            <th scope="col">Rate</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, all ? rows.length : SHOWN).map((d) => (
            <tr key={`${d.day} ${d.person}`}>
              <td>{dayWords(midnightOf(d.day), now)}</td>
              <td>{names.get(d.person)}</td>
              <td className="mono">{count(d.saves)}</td>
              <td className="mono">{count(d.reopened)}</td>
              <td className="mono">{percent(d.reopened / d.saves)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN ? (
        <div className={classes['more']}>
          <Button variant="default" onClick={() => showAll(!all)}>
            {all ? 'Show fewer' : `Show all ${count(rows.length)} person-days`}
          </Button>
        </div>
      ) : null}
    </>
  );
}
