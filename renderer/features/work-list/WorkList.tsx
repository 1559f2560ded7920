/**
 * My work: found as one types, grouped by when and site, moved through with the arrow keys. Only the rows on screen are
 * in the page, so that a thousand jobs cost what ten do.
 */
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useNow } from '../../app/clock.ts';
import { useWorkList } from '../../app/queries.ts';
import { useRemembered } from '../../app/remembered.tsx';
import { count, many } from '../../ui/amount.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { BUCKET_WORDS, groupRows, type ListItem } from './group-rows.ts';
import { type Filter, FIRST_FILTER, WhoseJobs, WorkFilters } from './WorkFilters.tsx';
import classes from './WorkList.module.css';
import { WorkRowLine } from './WorkRowLine.tsx';

const LIMIT = 1_000;

export function WorkList({ picked }: { readonly picked: string | null }) {
  const [filter, setFilter] = useRemembered<Filter>('work.filter', FIRST_FILTER);
  const list = useWorkList({ ...filter, limit: LIMIT });
  const now = useNow(60_000);
  const search = useRef<HTMLInputElement>(null);
  const [firstAsked, askFirst] = useState(0);
  const rows = list.data?.rows;
  const items = useMemo(() => groupRows(rows ?? [], now), [rows, now]);

  return (
    <section className={classes['pane']} aria-label="My work">
      <div className={classes['head']}>
        <div className={classes['top']}>
          <h1 className={classes['title']}>My work</h1>
          <span className={classes['count']} role="status">
            {list.data ? countWords(list.data.rows.length, list.data.total) : null}
          </span>
          <WhoseJobs filter={filter} change={setFilter} />
        </div>
        <WorkFilters
          filter={filter}
          sites={list.data?.sites ?? []}
          change={setFilter}
          searchRef={search}
          toList={() => askFirst((n) => n + 1)}
        />
      </div>
      {list.isError ? <ErrorState error={list.error} again={() => void list.refetch()} /> : null}
      {list.data && items.length === 0 ? <NoRows filter={filter} change={setFilter} /> : null}
      {items.length > 0 ? (
        <Rows
          items={items}
          now={now}
          picked={picked}
          showPerson={filter.whose === 'everyone'}
          firstAsked={firstAsked}
          leave={() => search.current?.focus()}
        />
      ) : null}
    </section>
  );
}

function countWords(shown: number, total: number): string {
  return total > shown ? `first ${count(shown)} of ${many(total, 'job')}` : many(shown, 'job');
}

interface RowsProps {
  readonly items: readonly ListItem[];
  readonly now: number;
  readonly picked: string | null;
  readonly showPerson: boolean;
  /** Goes up by one each time the first row is to take the focus. */
  readonly firstAsked: number;
  readonly leave: () => void;
}

function Rows({ items, now, picked, showPerson, firstAsked, leave }: RowsProps) {
  const scroll = useRef<HTMLDivElement>(null);
  /** Index whose link takes the focus as soon as it is in the page. */
  const wanted = useRef<number | null>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: (i) => (items[i]?.kind === 'head' ? 40 : 104),
    getItemKey: (i) => items[i]?.key ?? i,
    overscan: 6,
  });

  const focusRow = (index: number): void => {
    wanted.current = index;
    virtual.scrollToIndex(index, { align: 'auto' });
    focusWanted(scroll.current, wanted);
  };
  useEffect(() => focusWanted(scroll.current, wanted));
  const first = useRef(firstAsked);
  useEffect(() => {
    if (first.current === firstAsked) return;
    first.current = firstAsked;
    focusRow(nextRow(items, -1, 1) ?? 0);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const here = event.currentTarget.closest<HTMLElement>('[data-index]');
    if (!here) return;
    event.preventDefault();
    const next = nextRow(items, Number(here.dataset['index']), step);
    if (next === null && step < 0) leave();
    else if (next !== null) focusRow(next);
  };

  return (
    <div className={classes['scroll']} ref={scroll}>
      <div className={classes['inner']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((at) => {
          const item = items[at.index];
          if (!item) return null;
          return (
            <div
              key={at.key}
              data-index={at.index}
              ref={virtual.measureElement}
              className={classes['item']}
              style={{ transform: `translateY(${at.start}px)` }}
            >
              {item.kind === 'head' ? (
                <h2 className={classes['bucket']}>
                  <span className={classes['when']}>{BUCKET_WORDS[item.bucket]}</span>
                  <span>{item.site}</span>
                  <span className={classes['n']}>{count(item.count)}</span>
                </h2>
              ) : (
                <WorkRowLine
                  row={item.row}
                  now={now}
                  picked={item.row.id === picked}
                  showPerson={showPerson}
                  onKeyDown={onKeyDown}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function nextRow(items: readonly ListItem[], from: number, step: 1 | -1): number | null {
  for (let i = from + step; i >= 0 && i < items.length; i += step) {
    if (items[i]?.kind === 'row') return i;
  }
  return null;
}

function focusWanted(scroll: HTMLElement | null, wanted: { current: number | null }): void {
  if (wanted.current === null) return;
  const link = scroll?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] [data-row-link]`);
  if (!link) return;
  link.focus();
  wanted.current = null;
}

function NoRows({ filter, change }: { readonly filter: Filter; readonly change: (filter: Filter) => void }) {
  if (filter.text !== '') {
    return (
      <EmptyState
        title={`Nothing here matches “${filter.text}”`}
        deeds={
          filter.range === 'all' && filter.whose === 'everyone' && filter.site === null ? (
            <Button variant="default" onClick={() => change({ ...filter, text: '' })}>
              Clear the search
            </Button>
          ) : (
            <Button
              variant="default"
              onClick={() => change({ ...FIRST_FILTER, range: 'all', whose: 'everyone', text: filter.text })}
            >
              Search all jobs of everyone
            </Button>
          )
        }
      >
        The search looks at what is on this laptop: job numbers, titles, serials and rooms.
      </EmptyState>
    );
  }
  if (filter.range === 'all') {
    return (
      <EmptyState title={filter.whose === 'mine' ? 'No job is assigned to you' : 'There are no jobs here yet'}>
        {filter.whose === 'mine' ? (
          <Button variant="default" mt="md" onClick={() => change({ ...filter, whose: 'everyone' })}>
            Show everyone’s jobs
          </Button>
        ) : (
          'They appear when the office plans them and this laptop has heard of it.'
        )}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={filter.range === 'today' ? 'Nothing is planned for today' : 'Nothing is planned for this week'}
      deeds={
        <Button
          variant="default"
          onClick={() => change({ ...filter, range: filter.range === 'today' ? 'week' : 'all' })}
        >
          {filter.range === 'today' ? 'Show this week' : 'Show all jobs'}
        </Button>
      }
    />
  );
}
