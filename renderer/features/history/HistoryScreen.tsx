/** The whole story of a record: who wrote what, when it reached the server, and what became of it. */
import { Button, Select } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import type { HistoryEntry, HistoryView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { count, many } from '../../ui/amount.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { when } from '../../ui/when.ts';
import { ExportDialog } from './ExportDialog.tsx';
import { storyLines, WHOLE_STORY, type StoryFilter } from './story.ts';
import { StoryLines } from './StoryLines.tsx';
import { useStory } from './use-story.ts';
import classes from './HistoryScreen.module.css';

export function HistoryScreen({ id }: { readonly id: RecordId }) {
  const [filter, setFilter] = useState(WHOLE_STORY);
  const story = useStory(id, filter);
  if (story.isError) return <ErrorState error={story.error} again={() => void story.refetch()} />;
  const first = story.data?.pages[0];
  if (first === undefined) return <EmptyState title="Reading the history…" />;
  if (first === null) {
    return (
      <EmptyState title="This record is not on this laptop" deeds={<Back />}>
        It may belong to a site that your team does not serve.
      </EmptyState>
    );
  }
  const pages = story.data?.pages.flatMap((page) => (page ? [page.entries] : [])) ?? [];
  const more = (): void => void (story.hasNextPage && !story.isFetchingNextPage && story.fetchNextPage());
  return <History id={id} view={first} pages={pages} filter={filter} setFilter={setFilter} more={more} />;
}

interface HistoryProps {
  readonly id: RecordId;
  readonly view: HistoryView;
  readonly pages: readonly (readonly HistoryEntry[])[];
  readonly filter: StoryFilter;
  readonly setFilter: (filter: StoryFilter) => void;
  readonly more: () => void;
}

function History({ id, view, pages, filter, setFilter, more }: HistoryProps) {
  const [exporting, setExporting] = useState(false);
  const lines = storyLines(pages);
  const now = useNow(60_000);
  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <Back />
        <div className={classes['words']}>
          <h1 className={classes['title']}>{capital(view.name)}</h1>
          <p className={classes['about']} role="status">
            History, {view.found === view.total ? '' : `${count(view.found)} of `}
            {many(view.total, 'entry', 'entries')}, newest first
          </p>
        </div>
        <Narrow
          label="Everyone"
          names={view.people}
          value={filter.person}
          change={(person) => setFilter({ ...filter, person })}
        />
        <Narrow
          label="All parts"
          names={view.parts}
          value={filter.part}
          change={(part) => setFilter({ ...filter, part })}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} stroke={1.8} aria-hidden="true" />}
          onClick={() => setExporting(true)}
        >
          Export…
        </Button>
      </header>
      {view.complete ? null : (
        <div className={classes['notice']}>
          <Notice tone="calm" title="Only what this laptop has seen.">
            Older entries are at the server: connect to see all of them
            {view.asOf === null ? '' : `; they were last asked for ${when(view.asOf, now)}`}.
          </Notice>
        </div>
      )}
      {lines.length === 0 ? (
        <Nothing view={view} all={() => setFilter(WHOLE_STORY)} />
      ) : (
        <StoryLines
          key={`${filter.person ?? ''}/${filter.part ?? ''}`}
          lines={lines}
          found={view.found}
          more={more}
          now={now}
        />
      )}
      {exporting ? <ExportDialog id={id} now={now} close={() => setExporting(false)} /> : null}
    </div>
  );
}

function Nothing({ view, all }: { readonly view: HistoryView; readonly all: () => void }) {
  if (view.total === 0) return <EmptyState title="Nothing has happened to this record yet" />;
  const deeds = (
    <Button variant="default" onClick={all}>
      Show the whole story
    </Button>
  );
  return <EmptyState title="Nothing by that choice" deeds={deeds} />;
}

interface NarrowProps {
  /** What no choice means. */
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string | null;
  readonly change: (name: string | null) => void;
}

/** Not there where there is nothing to choose. */
function Narrow({ label, names, value, change }: NarrowProps) {
  if (names.length < 2) return null;
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
