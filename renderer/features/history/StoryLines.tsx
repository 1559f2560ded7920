/** The lines of a story that are in view; the rest is not in the page, so that 10,000 entries cost what ten do. */
import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { count } from '../../ui/amount.ts';
import { day } from '../../ui/when.ts';
import { EntryLine } from './EntryLine.tsx';
import type { StoryLine } from './story.ts';
import classes from './HistoryScreen.module.css';

/** Lines before the last one that is here at which older ones are asked for. */
const NEAR_END = 40;

interface Props {
  readonly lines: readonly StoryLine[];
  /** Entries that there are; fewer may be here. */
  readonly found: number;
  /** Asks for older ones. */
  readonly more: () => void;
  readonly now: number;
}

export function StoryLines({ lines, found, more, now }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: (i) => (lines[i]?.kind === 'day' ? 48 : 92),
    getItemKey: (i) => lines[i]?.key ?? i,
    overscan: 6,
  });
  const here = lines.filter((line) => line.kind === 'entry').length;
  const items = virtual.getVirtualItems();
  const isNearEnd = here < found && (items.at(-1)?.index ?? 0) > lines.length - NEAR_END;
  useEffect(() => {
    if (isNearEnd) more();
  }, [isNearEnd, here, more]);
  return (
    // The story is read with the keys of scrolling, so it has to be reachable.
    <Box
      component="section"
      className={classes['scroll']}
      ref={scroll}
      tabIndex={0}
      aria-label="The story, newest first"
    >
      <div className={classes['inner']} style={{ height: virtual.getTotalSize() }}>
        {items.map((at) => {
          const line = lines[at.index];
          if (!line) return null;
          return (
            <div
              key={at.key}
              data-index={at.index}
              ref={virtual.measureElement}
              className={classes['line']}
              style={{ transform: `translateY(${at.start}px)` }}
            >
              {line.kind === 'day' ? (
                <h2 className={classes['day']}>
                  {capital(day(line.at, now))}
                  <span className={classes['n']}>{count(line.count)}</span>
                </h2>
              ) : (
                <EntryLine entry={line.entry} now={now} />
              )}
            </div>
          );
        })}
      </div>
      {here < found ? <p className={classes['older']}>Reading older entries…</p> : null}
    </Box>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
