/** One device: may it be used, where it stands, what was measured and done on it. All of it is on this laptop. */
import { Button } from '@mantine/core';
import { IconArrowLeft, IconHistory } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Json } from '../../../domain/json.ts';
import type { RecordId } from '../../../domain/ids.ts';
import type { EquipmentView } from '../../../protocol/ipc/views.ts';
import { useDevice } from '../../app/queries.ts';
import { useLook } from '../../app/use-look.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Columns } from '../../ui/Page.tsx';
import { Section } from '../../ui/Section.tsx';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { ArchiveDevice, Archived } from './ArchiveDevice.tsx';
import { ConditionSection } from './ConditionSection.tsx';
import { OtherEntries } from './OtherEntries.tsx';
import { PlaceSection } from './PlaceSection.tsx';
import { ReadingsSection } from './ReadingsSection.tsx';
import { ServiceHistory } from './ServiceHistory.tsx';
import classes from './device.module.css';

export function DeviceScreen({ id }: { readonly id: RecordId }) {
  const device = useDevice(id);
  const go = useNavigate();
  if (device.isError) return <ErrorState error={device.error} again={() => void device.refetch()} />;
  if (device.data === undefined) return null;
  if (device.data === null) {
    return (
      <EmptyState
        title="This device is not on this laptop"
        deeds={
          <Button variant="default" onClick={() => void go({ to: '/equipment' })}>
            Back to Equipment
          </Button>
        }
      >
        It may belong to a site that your team does not serve.
      </EmptyState>
    );
  }
  return <Device view={device.data} />;
}

function Device({ view }: { readonly view: EquipmentView }) {
  const { equipment, entries, site, jobs, readings } = view;
  // What is written to another entry is written on the page of the one that is kept.
  const mayEdit = !equipment.archived && (entries.keptAs?.id ?? null) === null;
  const scroll = useRef<HTMLDivElement>(null);
  useLook(equipment.id, false);
  useEffect(() => {
    // What was archived says so at the top.
    if (equipment.archived) scroll.current?.scrollTo({ top: 0 });
  }, [equipment.archived]);
  return (
    <article className={classes['screen']} aria-label={equipment.name}>
      <DeviceHead view={view} />
      <div className={classes['scroll']} ref={scroll}>
        <Columns
          side={
            <>
              {equipment.archived ? <Archived record={equipment} /> : null}
              <OtherEntries entries={entries} />
              <ConditionSection record={equipment} mayEdit={mayEdit} />
              <PlaceSection record={equipment} site={site} mayEdit={mayEdit} />
              <Identity view={view} />
              {mayEdit ? <ArchiveDevice record={equipment} /> : null}
            </>
          }
          main={
            <>
              <ReadingsSection series={readings} />
              <ServiceHistory jobs={jobs} />
            </>
          }
        />
      </div>
    </article>
  );
}

function DeviceHead({ view: { equipment, site } }: { readonly view: EquipmentView }) {
  const go = useNavigate();
  const { identity, place } = equipment.groups;
  return (
    <header className={classes['head']}>
      <Button
        variant="default"
        leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
        onClick={() => void go({ to: '/equipment' })}
      >
        Equipment
      </Button>
      <div className={classes['words']}>
        <h1 className={classes['title']}>{equipment.name}</h1>
        <Facts>
          {[identity?.value['manufacturer'], identity?.value['model']].map(text).filter(Boolean).join(' ')}
          {site?.name}
          {text(place?.value['room'])}
        </Facts>
      </div>
      <Button
        variant="default"
        leftSection={<IconHistory size={18} stroke={1.8} aria-hidden="true" />}
        onClick={() => void go({ to: '/history/$id', params: { id: equipment.id } })}
      >
        History
      </Button>
      <SyncLabel label={equipment.label} place="head" />
    </header>
  );
}

const IDENTITY = [
  { field: 'type', words: 'Type', mono: false },
  { field: 'manufacturer', words: 'Maker', mono: false },
  { field: 'model', words: 'Model', mono: false },
  { field: 'serial', words: 'Serial', mono: true },
  { field: 'assetTag', words: 'Tag', mono: true },
];

function Identity({ view: { equipment } }: { readonly view: EquipmentView }) {
  const identity = equipment.groups['identity'];
  const own = identity && identity.label.kind !== 'synced' ? identity.label : null;
  return (
    <Section title="Identity" aside={own ? <SyncLabel label={own} place="section" /> : null}>
      <dl className={classes['facts']}>
        {IDENTITY.map(({ field, words, mono }) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{words}</dt>
            <dd className={mono ? 'mono' : ''}>{text(identity?.value[field]) || 'not known'}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
