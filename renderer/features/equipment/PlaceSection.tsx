import { Select, TextInput } from '@mantine/core';
import type { Fields } from '../../../domain/json.ts';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { GroupSection } from './GroupSection.tsx';
import { useGroupEdit } from './use-group-edit.ts';
import { type SiteName, useSites } from './use-sites.ts';
import classes from './device.module.css';

interface Props {
  readonly record: RecordView;
  readonly site: RecordView | null;
  readonly mayEdit: boolean;
}

/** Where the device stands. Moving it to another site hands it to that site's team. */
export function PlaceSection({ record, site, mayEdit }: Props) {
  const edit = useGroupEdit(record, 'place');
  const sites = useSites();
  const value: Fields = edit.open?.value ?? edit.group?.value ?? {};
  const at = typeof value['site'] === 'string' ? value['site'] : null;
  const room = typeof value['room'] === 'string' ? value['room'] : '';
  const moved = edit.open !== null && at !== (edit.group?.value['site'] ?? null);
  return (
    <GroupSection
      title="Place"
      edit={edit}
      changeWords={mayEdit ? 'Change place' : null}
      saveWords="Save place"
      form={
        <div className={classes['stack']}>
          <Select
            label="Site"
            comboboxProps={{ portalProps: { target: '#screen' } }}
            searchable
            allowDeselect={false}
            value={at}
            data={withCurrent(sites, site).map((one) => ({ value: one.id, label: one.name }))}
            onChange={(id) => edit.set({ site: id })}
          />
          <TextInput
            label="Room"
            placeholder="Radiology B1"
            maxLength={400}
            value={room}
            onChange={(event) => edit.set({ room: event.currentTarget.value || null })}
          />
          {moved ? <p className={classes['quiet']}>The team of that site will have this device and its jobs.</p> : null}
        </div>
      }
    >
      <dl className={classes['facts']}>
        <dt>Site</dt>
        <dd>{site?.name ?? 'not known'}</dd>
        <dt>Room</dt>
        <dd>{room || 'not known'}</dd>
      </dl>
    </GroupSection>
  );
}

function withCurrent(sites: readonly SiteName[], current: RecordView | null): readonly SiteName[] {
  if (!current || sites.some((one) => one.id === current.id)) return sites;
  return [{ id: current.id, name: current.name }, ...sites];
}
