/** How the app serves the team, for those who lead it: the re-open rate over time (STAT-1). */
import { Button, Select } from '@mantine/core';
import { IconDownload, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import type { TeamView } from '../../../protocol/ipc/team.ts';
import { useNow } from '../../app/clock.ts';
import { useTeam } from '../../app/queries.ts';
import { useAppState } from '../../app/state.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { offerFile } from '../../ui/offer-file.ts';
import { Page } from '../../ui/Page.tsx';
import { ScreenHead } from '../../ui/ScreenHead.tsx';
import { Section } from '../../ui/Section.tsx';
import { day as dayWords } from '../../ui/when.ts';
import { rateCsv } from './rate-csv.ts';
import { linesOf, midnightOf, type Whose } from './rate-plot.ts';
import { RatePlot } from './RatePlot.tsx';
import { RateTable } from './RateTable.tsx';
import classes from './team.module.css';

const RANGES = [
  { value: '14', words: '2 weeks' },
  { value: '28', words: '4 weeks' },
  { value: '90', words: '3 months' },
  { value: '365', words: 'A year' },
] as const;
type Range = (typeof RANGES)[number]['value'];

export function TeamScreen() {
  const { person } = useAppState();
  if (person === null || person.role === 'technician') {
    return (
      <EmptyState title="Team is for those who lead one" icon={<IconUsersGroup size={40} stroke={1.4} />}>
        Team leads, service managers and administrators see here how the app serves their people.
      </EmptyState>
    );
  }
  return (
    <>
      <ScreenHead title="Team" about="How the app serves the people of your sites" />
      <Page>
        <ReopenRate />
      </Page>
    </>
  );
}

function ReopenRate() {
  const [range, setRange] = useState<Range>('28');
  const team = useTeam({ days: Number(range) });
  if (team.isError) return <ErrorState error={team.error} again={() => void team.refetch()} />;
  return (
    <Section title="Re-open rate">
      <div className={classes['rate']}>
        <p className={classes['how']}>
          A save counts as re-opened when the same person opens that visit or device again within ten minutes and leaves
          it without an edit: a sign that they did not trust it. The rate is re-opened saves divided by saves, per
          person and day; a day without any re-opening shows from that person’s next day of work.
        </p>
        <Choice legend="Time" options={RANGES} value={range} onChange={setRange} />
        {team.data ? <Rates view={team.data} /> : null}
      </div>
    </Section>
  );
}

function Rates({ view }: { readonly view: TeamView }) {
  const [chosen, choose] = useState<Whose>('team');
  const now = useNow(60_000);
  const { people, releases } = view;
  const whose = chosen === 'team' || chosen === 'each' || people.some((p) => p.id === chosen) ? chosen : 'team';
  if (view.days.length === 0) {
    return (
      <EmptyState title="No saves were counted in this time">
        Counts come in behind all other work. They begin with the first day on which somebody of your sites saves.
      </EmptyState>
    );
  }
  const options = [
    { value: 'team', label: 'The team together' },
    { value: 'each', label: 'Each person' },
    ...people.map((p) => ({ value: p.id as string, label: p.name })),
  ];
  return (
    <>
      <div className={classes['choices']}>
        <Select
          label="Whose"
          data={options}
          value={whose}
          allowDeselect={false}
          onChange={(value) => choose(whoseOf(view, value))}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} stroke={1.8} aria-hidden="true" />}
          onClick={() => offerFile(`re-open-rate-${view.from}-${view.to}.csv`, rateCsv(view), 'text/csv')}
        >
          Export as CSV
        </Button>
      </div>
      <RatePlot view={view} lines={linesOf(view, whose)} now={now} />
      {releases.length === 0 ? null : (
        <p className={classes['releases']}>
          New versions: {releases.map((r) => `${r.app} ${dayWords(midnightOf(r.day), now)}`).join(', ')}.
        </p>
      )}
      <RateTable view={view} whose={whose} now={now} />
    </>
  );
}

function whoseOf(view: TeamView, value: string | null): Whose {
  if (value === 'each') return 'each';
  return view.people.find((p) => p.id === value)?.id ?? 'team';
}
