/** The rows of the register that are in view, moved through with the arrow keys; one row is one device. */
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, KeyboardEventHandler } from 'react';
import type { EquipmentRow } from '../../../protocol/ipc/views.ts';
import { useSettings } from '../../app/queries.ts';
import { useRemembered } from '../../app/remembered.tsx';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { ConditionMark } from './ConditionMark.tsx';
import { rowForKey } from './row-for-key.ts';
import type { Range, Register } from './use-register.ts';
import classes from './RegisterRows.module.css';

interface Props {
  readonly register: Register;
  readonly count: number;
  /** Names what was searched for: where it was scrolled to is found again under the same name. */
  readonly of: string;
  readonly showRange: (range: Range) => void;
  /** Goes up by one each time the first row is to take the focus. */
  readonly firstAsked: number;
  /** Up from the first row. */
  readonly leave: () => void;
}

/** Height of a row, px: two lines of text, and a target for a glove. */
const HEIGHT = { normal: 64, large: 72, glove: 80 };

export function RegisterRows(props: Props) {
  const display = useSettings().data;
  const height = display?.density === 'glove' ? HEIGHT.glove : HEIGHT[display?.textSize ?? 'normal'];
  return <Rows key={height} {...props} height={height} />;
}

function Rows({ register, count, of, showRange, firstAsked, leave, height }: Props & { readonly height: number }) {
  const scroll = useRef<HTMLDivElement>(null);
  const [kept, keep] = useRemembered('equipment.scroll', { of: '', top: 0 });
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    initialOffset: kept.of === of ? kept.top : 0,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  const page = Math.max(1, shown.length - 16);

  useEffect(() => showRange({ first, last }), [showRange, first, last]);
  useEffect(() => keep({ of, top: scroll.current?.scrollTop ?? 0 }), [keep, of, first, last]);

  /** Index whose link takes the focus as soon as it is in the page. */
  const wanted = useRef<number | null>(null);
  const focusWanted = (): void => {
    const link = scroll.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (wanted.current === null || !link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  };
  useEffect(focusWanted);
  const focusRow = (index: number): void => {
    wanted.current = index;
    virtual.scrollToIndex(index, { align: 'auto' });
    focusWanted();
  };
  const asked = useRef(firstAsked);
  useEffect(() => {
    if (asked.current === firstAsked) return;
    asked.current = firstAsked;
    focusRow(0);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const here = event.currentTarget.closest<HTMLElement>('[data-index]');
    const next = here === null ? null : rowForKey(event.key, Number(here.dataset['index']), count, page);
    if (next === null) return;
    event.preventDefault();
    if (next < 0) leave();
    else focusRow(next);
  };

  return (
    <div className={classes['table']} role="table" aria-label="Equipment" aria-rowcount={count + 1}>
      <div role="rowgroup">
        <div className={classes['heads']} role="row" aria-rowindex={1}>
          <span role="columnheader">Device</span>
          <span role="columnheader">Serial and tag</span>
          <span role="columnheader">Room and site</span>
          <span role="columnheader">Condition</span>
          <span role="columnheader">Travelled</span>
        </div>
      </div>
      <div className={classes['scroll']} role="rowgroup" ref={scroll}>
        <div className={classes['inner']} role="presentation" style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, key, start }) => (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              className={classes['row']}
              style={{ height, transform: `translateY(${start}px)` }}
            >
              <Device row={register.rowAt(index)} onKeyDown={onKeyDown} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface DeviceProps {
  readonly row: EquipmentRow | undefined;
  /** Arrow keys are a convenience on top of the link and the label, which remain reachable with Tab. */
  readonly onKeyDown: KeyboardEventHandler<HTMLElement>;
}

/** The cells of one row; empty for the moment in which its page is read. */
function Device({ row, onKeyDown }: DeviceProps) {
  if (!row) return <div role="cell" />;
  return (
    <>
      <div className={classes['cell']} role="cell">
        <Link className={classes['link']} to="/equipment/$id" params={{ id: row.id }} onKeyDown={onKeyDown}>
          {row.type || 'Equipment'}
        </Link>
        <span className={classes['second']}>{[row.manufacturer, row.model].filter(Boolean).join(' ')}</span>
      </div>
      <div className={classes['cell']} role="cell">
        {row.serial ? <span className="mono">{row.serial}</span> : <span>no serial</span>}
        <span className={classes['second']}>
          {row.assetTag ? <span className="mono">{row.assetTag}</span> : 'no tag'}
        </span>
      </div>
      <div className={classes['cell']} role="cell">
        <span className={classes['room']}>{row.room || 'no room'}</span>
        <span className={classes['second']}>{row.siteName}</span>
      </div>
      <div className={classes['cell']} role="cell">
        <ConditionMark state={row.condition} />
      </div>
      <div className={classes['label']} role="cell">
        <SyncLabel label={row.label} place="row" onKeyDown={onKeyDown} />
      </div>
    </>
  );
}
