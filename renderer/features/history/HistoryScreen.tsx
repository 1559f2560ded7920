/** The whole story of a record: who wrote what, when it reached the server, and what became of it. */
import { Button, Select } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import type { HistoryView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { useHistory } from '../../app/queries.ts';
import { many } from '../../ui/amount.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { when } from '../../ui/when.ts';
import { namesIn, storyLines, WHOLE_STORY } from './story.ts';
import { StoryLines } from './StoryLines.tsx';
import classes from './HistoryScreen.module.css';

export function HistoryScreen({ id }: { readonly id: RecordId }) {
  const history = useHistory(id);
  if (history.isError) return <ErrorState error={history.error} again={() => void history.refetch()} />;
  if (history.data === undefined) return null;
  if (history.data === null) {
    return (
      <EmptyState title="This record is not on this laptop" deeds={<Back />}>
        It may belong to a site that your team does not serve.
      </EmptyState>
    );
  }
  return <History view={history.data} />;
}

function History({ view }: { readonly view: HistoryView }) {
  const [filter, setFilter] = useState(WHOLE_STORY);
  const lines = useMemo(() => storyLines(view.entries, filter), [view.entries, filter]);
  const people = useMemo(() => namesIn(view.entries, 'person'), [view.entries]);
  const parts = useMemo(() => namesIn(view.entries, 'title'), [view.entries]);
  const now = useNow(60_000);
  const shown = lines.filter((line) => line.kind === 'entry').length;
  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <Back />
        <div className={classes['words']}>
          <h1 className={classes['title']}>{capital(view.name)}</h1>
          <p className={classes['about']} role="status">
            History, {shown === view.entries.length ? '' : `${shown} of `}
            {many(view.entries.length, 'entry', 'entries')}, newest first
          </p>
        </div>
        {people.length > 1 ? (
          <Narrow
            label="Everyone"
            names={people}
            value={filter.person}
            change={(person) => setFilter({ ...filter, person })}
          />
        ) : null}
        {parts.length > 1 ? (
          <Narrow
            label="All parts"
            names={parts}
            value={filter.part}
            change={(part) => setFilter({ ...filter, part })}
          />
        ) : null}
      </header>
      {view.complete ? null : (
        <div className={classes['notice']}>
          <Notice tone="calm" title="Only what this laptop has seen.">
            Connect to see all of it{view.asOf === null ? '' : `; the rest was last asked for ${when(view.asOf, now)}`}.
          </Notice>
        </div>
      )}
      {lines.length === 0 ? (
        <EmptyState
          title={view.entries.length === 0 ? 'Nothing has happened to this record yet' : 'Nothing by that choice'}
          deeds={
            view.entries.length === 0 ? null : (
              <Button variant="default" onClick={() => setFilter(WHOLE_STORY)}>
                Show the whole story
              </Button>
            )
          }
        />
      ) : (
        <StoryLines key={`${filter.person ?? ''}/${filter.part ?? ''}`} lines={lines} now={now} />
      )}
    </div>
  );
}

interface NarrowProps {
  /** What no choice means. */
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string | null;
  readonly change: (name: string | null) => void;
}

function Narrow({ label, names, value, change }: NarrowProps) {
  return (
    <Select
      className={classes['narrow'] ?? ''}
      aria-label={label}
      placeholder={label}
      comboboxProps={{ portalProps: { target: '#screen' } }}
      searchable={names.length > 8}
      clearable
      clearButtonProps={{ 'aria-label': label }}
      value={value}
      data={names}
      onChange={change}
    />
  );
}

function Back() {
  const { history } = useRouter();
  return (
    <Button
      variant="default"
      leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
      onClick={() => history.back()}
    >
      Back
    </Button>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
