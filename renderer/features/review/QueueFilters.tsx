/** Open or answered, whose, at which site, about what. A choice that would find nothing is not offered. */
import { Select } from '@mantine/core';
import { isRecordId } from '../../../domain/ids.ts';
import type { QuestionList } from '../../../protocol/ipc/views.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import type { QueueFilter } from './queue-filter.ts';
import classes from './ReviewQueue.module.css';

const STATUS: readonly ChoiceOption<QueueFilter['status']>[] = [
  { value: 'open', words: 'Open' },
  { value: 'answered', words: 'Answered' },
];
const WHOSE: readonly ChoiceOption<QueueFilter['whose']>[] = [
  { value: 'forMe', words: 'For me' },
  { value: 'mySites', words: 'My sites' },
  { value: 'all', words: 'All' },
];

interface Props {
  readonly filter: QueueFilter;
  readonly change: (filter: QueueFilter) => void;
  readonly list: QuestionList | undefined;
}

export function QueueFilters({ filter, change, list }: Props) {
  const sites = (list?.sites ?? []).map((s) => ({ value: s.id as string, label: `${s.name} (${s.count})` }));
  const kinds = (list?.kinds ?? []).map((k) => ({ value: k.key, label: `${k.title} (${k.count})` }));
  return (
    <div className={classes['filters']}>
      <Choice
        legend="Which questions"
        legendHidden
        options={STATUS}
        value={filter.status}
        onChange={(status) => change({ ...filter, status })}
      />
      <Choice
        legend="Whose questions"
        legendHidden
        options={WHOSE}
        value={filter.whose}
        onChange={(whose) => change({ ...filter, whose })}
      />
      {sites.length > 1 || filter.site !== null ? (
        <OneOf
          name="Site"
          all="All sites"
          gone="A site without questions"
          options={sites}
          value={filter.site}
          change={(site) => change({ ...filter, site: site !== null && isRecordId(site) ? site : null })}
        />
      ) : null}
      {kinds.length > 1 || filter.kind !== null ? (
        <OneOf
          name="About"
          all="About anything"
          gone="Nothing of that kind"
          options={kinds}
          value={filter.kind}
          change={(kind) => change({ ...filter, kind })}
        />
      ) : null}
    </div>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

interface OneOfProps {
  readonly name: string;
  /** The choice that leaves nothing out. */
  readonly all: string;
  /** What was chosen before, when nothing of it is left. */
  readonly gone: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly change: (value: string | null) => void;
}

const ALL = 'all';

function OneOf({ name, all, gone, options, value, change }: OneOfProps) {
  const isThere = value === null || options.some((o) => o.value === value);
  const data = [{ value: ALL, label: all }, ...options, ...(isThere ? [] : [{ value, label: gone }])];
  return (
    <Select
      aria-label={name}
      comboboxProps={{ portalProps: { target: '#screen' } }}
      allowDeselect={false}
      value={value ?? ALL}
      onChange={(next) => change(next === ALL ? null : next)}
      data={data}
    />
  );
}
