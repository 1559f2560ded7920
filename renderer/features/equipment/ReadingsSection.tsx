/** What was measured on a device, one plot per quantity, with the limits of its newest reading. */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { EquipmentView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { Section } from '../../ui/Section.tsx';
import { when } from '../../ui/when.ts';
import { isOutside, verdict } from './plot-scale.ts';
import { ReadingPlot } from './ReadingPlot.tsx';
import classes from './ReadingsSection.module.css';

type Series = EquipmentView['readings'][number];

export function ReadingsSection({ series }: { readonly series: readonly Series[] }) {
  return (
    <Section title="Readings" flush>
      {series.length === 0 ? (
        <p className={classes['none']}>Nothing was measured on this device so far. Readings are entered in a visit.</p>
      ) : null}
      {series.map((one) => (
        <SeriesPlot key={`${one.quantity}/${one.unit}`} series={one} />
      ))}
    </Section>
  );
}

const SHOWN = 4;

function SeriesPlot({ series }: { readonly series: Series }) {
  const today = useNow(60_000);
  const [all, showAll] = useState(false);
  const newest = series.points.at(-1);
  if (!newest) return null;
  const outside = isOutside(newest.value, series);
  const rows = series.points.toReversed();
  return (
    <section className={classes['series']} aria-label={series.quantity}>
      <div className={classes['head']}>
        <h3 className={classes['name']}>{series.quantity}</h3>
        <span className={classes['newest']} data-outside={outside}>
          <span className="mono">
            {newest.value} {series.unit}
          </span>
          {outside ? <IconAlertTriangle size={17} aria-hidden="true" /> : null}
          <span className={classes['verdict']}>{verdict(newest.value, series)}</span>
        </span>
      </div>
      <div className={classes['both']}>
        <ReadingPlot name={`${series.quantity}, ${series.unit}`} points={series.points} limits={series} now={today} />
        <div>
          <table className={classes['table']}>
            <caption className="visually-hidden">{series.quantity}, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Taken</th>
                <th scope="col">{series.unit || 'Value'}</th>
                <th scope="col" className="visually-hidden">
                  Against the limits
                </th>
              </tr>
            </thead>
            <tbody>
              {(all ? rows : rows.slice(0, SHOWN)).map((point) => (
                <tr key={point.id} data-outside={isOutside(point.value, series)}>
                  <td>
                    <time>{when(point.at, today)}</time>
                  </td>
                  <td className={classes['value']}>
                    {isOutside(point.value, series) ? <IconAlertTriangle size={15} aria-hidden="true" /> : null}
                    {point.value}
                  </td>
                  <td className="visually-hidden">{verdict(point.value, series)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length > SHOWN ? (
            <Button variant="subtle" size="compact-md" className={classes['all'] ?? ''} onClick={() => showAll(!all)}>
              {all ? 'Show the newest only' : `Show all ${rows.length}`}
            </Button>
          ) : null}
        </div>
      </div>
    </section>
  );
}
