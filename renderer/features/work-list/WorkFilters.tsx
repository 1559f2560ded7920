import { CloseButton, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { isRecordId, type RecordId } from '../../../domain/ids.ts';
import type { WorkList } from '../../../protocol/ipc/views.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import classes from './WorkList.module.css';

export interface Filter {
  readonly range: 'today' | 'week' | 'all';
  readonly whose: 'mine' | 'everyone';
  readonly site: RecordId | null;
  readonly text: string;
}
export const FIRST_FILTER: Filter = { range: 'today', whose: 'mine', site: null, text: '' };

const RANGES: readonly ChoiceOption<Filter['range']>[] = [
  { value: 'today', words: 'Today' },
  { value: 'week', words: 'Week' },
  { value: 'all', words: 'All' },
];
const WHOSE: readonly ChoiceOption<Filter['whose']>[] = [
  { value: 'mine', words: 'Mine' },
  { value: 'everyone', words: 'Everyone' },
];

export function WhoseJobs({ filter, change }: Pick<Props, 'filter' | 'change'>) {
  return (
    <Choice
      legend="Whose jobs"
      legendHidden
      layout="fill"
      options={WHOSE}
      value={filter.whose}
      onChange={(whose) => change({ ...filter, whose })}
    />
  );
}

interface Props {
  readonly filter: Filter;
  readonly sites: WorkList['sites'];
  readonly change: (filter: Filter) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Arrow down from the search field goes to the first row. */
  readonly toList: () => void;
}

export function WorkFilters({ filter, sites, change, searchRef, toList }: Props) {
  return (
    <>
      <TextInput
        ref={searchRef}
        data-search=""
        aria-label="Search in these jobs"
        placeholder="Search jobs, serials, rooms"
        value={filter.text}
        leftSection={<IconSearch size={18} stroke={1.8} aria-hidden="true" />}
        rightSection={
          filter.text === '' ? null : (
            <CloseButton
              aria-label="Clear the search"
              size="var(--target)"
              iconSize={20}
              onClick={() => change({ ...filter, text: '' })}
            />
          )
        }
        onChange={(event) => change({ ...filter, text: event.currentTarget.value.slice(0, 200) })}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            toList();
          }
          if (event.key === 'Escape' && filter.text !== '') change({ ...filter, text: '' });
        }}
      />
      <div className={classes['filters']}>
        <Choice
          legend="When"
          legendHidden
          layout="fill"
          options={RANGES}
          value={filter.range}
          onChange={(range) => change({ ...filter, range })}
        />
        {sites.length > 1 || filter.site !== null ? (
          <Select
            aria-label="Site"
            placeholder="All sites"
            comboboxProps={{ portalProps: { target: '#screen' } }}
            clearable
            clearButtonProps={{ 'aria-label': 'All sites' }}
            value={filter.site}
            onChange={(site) => change({ ...filter, site: site !== null && isRecordId(site) ? site : null })}
            data={sites.map((site) => ({ value: site.id, label: `${site.name} (${site.count})` }))}
          />
        ) : null}
      </div>
    </>
  );
}
