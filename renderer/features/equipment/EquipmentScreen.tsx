/** The register of equipment: one search field, and as many rows as fit. */
import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { isRecordId } from '../../../domain/ids.ts';
import { useRemembered } from '../../app/remembered.tsx';
import { useAppState } from '../../app/state.tsx';
import { count } from '../../ui/amount.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RegisterRows } from './RegisterRows.tsx';
import { type Range, type RegisterFilter, useRegister } from './use-register.ts';
import { useSites } from './use-sites.ts';
import classes from './EquipmentScreen.module.css';

const EVERYTHING: RegisterFilter = { text: '', site: null };

export function EquipmentScreen() {
  const [filter, setFilter] = useRemembered<RegisterFilter>('equipment.filter', EVERYTHING);
  const [range, setRange] = useState<Range>({ first: 0, last: 0 });
  const [firstAsked, askFirst] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const sites = useSites();
  const register = useRegister(filter, range);
  const change = (next: RegisterFilter): void => {
    setFilter(next);
    setRange({ first: 0, last: 0 });
  };

  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <div>
          <h1 className={classes['title']}>Equipment</h1>
          <p className={classes['count']} role="status">
            {countWords(register.count, register.more, filter)}
          </p>
        </div>
        <TextInput
          className={classes['search'] ?? ''}
          ref={search}
          data-search=""
          aria-label="Search the equipment"
          placeholder="Serial, tag, type, maker, room"
          value={filter.text}
          leftSection={<IconSearch size={18} stroke={1.8} aria-hidden="true" />}
          rightSection={
            filter.text === '' ? null : (
              <CloseButton aria-label="Clear the search" size="lg" onClick={() => change({ ...filter, text: '' })} />
            )
          }
          onChange={(event) => change({ ...filter, text: event.currentTarget.value.slice(0, 200) })}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault();
              askFirst((n) => n + 1);
            }
            if (event.key === 'Escape' && filter.text !== '') change({ ...filter, text: '' });
          }}
        />
        {sites.length > 1 || filter.site !== null ? (
          <Select
            className={classes['site'] ?? ''}
            aria-label="Site"
            placeholder="All sites"
            comboboxProps={{ portalProps: { target: '#screen' } }}
            searchable={sites.length > 8}
            clearable
            clearButtonProps={{ 'aria-label': 'All sites' }}
            value={filter.site}
            data={sites.map((site) => ({ value: site.id, label: site.name }))}
            onChange={(site) => change({ ...filter, site: site !== null && isRecordId(site) ? site : null })}
          />
        ) : null}
      </header>
      {register.error === null ? null : <ErrorState error={register.error} again={register.again} />}
      {register.count === 0 ? <NoDevices filter={filter} change={change} /> : null}
      {register.count !== null && register.count > 0 ? (
        <RegisterRows
          key={`${filter.site ?? 'all'}/${filter.text}`}
          of={`${filter.site ?? 'all'}/${filter.text}`}
          register={register}
          count={register.count}
          showRange={setRange}
          firstAsked={firstAsked}
          leave={() => search.current?.focus()}
        />
      ) : null}
    </div>
  );
}

function countWords(total: number | null, more: boolean, filter: RegisterFilter): string {
  if (total === null) return '';
  const narrowed = filter.text !== '' || filter.site !== null;
  const devices = total === 1 && !more ? 'device' : 'devices';
  if (!narrowed) return `${count(total)} ${devices} on this laptop`;
  return more ? `${count(total)} ${devices} or more` : `${count(total)} ${devices}`;
}

interface NoDevicesProps {
  readonly filter: RegisterFilter;
  readonly change: (filter: RegisterFilter) => void;
}

function NoDevices({ filter, change }: NoDevicesProps) {
  const { replica } = useAppState();
  if (filter.text !== '') {
    return (
      <EmptyState
        title={`No device matches “${filter.text}”`}
        deeds={
          <>
            {filter.site === null ? null : (
              <Button variant="default" onClick={() => change({ ...filter, site: null })}>
                Search all sites
              </Button>
            )}
            <Button variant="default" onClick={() => change({ ...filter, text: '' })}>
              Clear the search
            </Button>
          </>
        }
      >
        The search looks at serials, tags, types, makers, models and rooms of the devices on this laptop. The beginning
        of a word is enough.
      </EmptyState>
    );
  }
  if (filter.site !== null) {
    return (
      <EmptyState
        title="This site has no equipment on this laptop"
        deeds={
          <Button variant="default" onClick={() => change(EVERYTHING)}>
            Show all sites
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState title={replica.catchUp ? 'The register is still arriving' : 'There is no equipment on this laptop yet'}>
      {replica.catchUp
        ? 'Devices appear here as they come in; how far it is stands at the bottom.'
        : 'It comes with the first exchange with the server.'}
    </EmptyState>
  );
}
