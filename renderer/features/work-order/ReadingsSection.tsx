import { Button, Table } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { now, useNow } from '../../app/clock.ts';
import { when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { numberIn, textOf } from './field-text.ts';
import { NewReading } from './NewReading.tsx';
import { limitWords, outsideWords } from './reading-limits.ts';
import { useVisitForm } from './visit-context.ts';
import { sameLabel } from './visit-label.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

/** What was measured, against its limits. A reading outside them says so in words, and in red. */
export function ReadingsSection() {
  const { view, form, mayEdit, addRow } = useVisitForm();
  const added = form.rows.filter((row) => row.collection === 'reading');
  return (
    <VisitSection title="Readings" anchor="readings" unsaved={added.length > 0} flush>
      {view.readings.length > 0 ? (
        <Table.ScrollContainer minWidth={520}>
          <Table fz="md" verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Quantity</Table.Th>
                <Table.Th>Value</Table.Th>
                <Table.Th>Limits</Table.Th>
                <Table.Th>Taken</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {view.readings.map((reading) => (
                <ReadingRow key={reading.id} reading={reading} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      <ul className={classes['lines']}>
        {added.map((row) => (
          <NewReading key={row.key} row={row} known={view.readings} />
        ))}
      </ul>
      {mayEdit ? (
        <div className={classes['add']}>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => addRow('reading', { takenAt: String(now()) })}
          >
            Add a reading
          </Button>
        </div>
      ) : null}
      {view.readings.length === 0 && !mayEdit ? <p className={classes['pad']}>Nothing was measured.</p> : null}
    </VisitSection>
  );
}

function ReadingRow({ reading }: { readonly reading: RecordView }) {
  const { label } = useVisitForm();
  const today = useNow(60_000);
  const value = numberIn(reading, 'entry', 'value');
  const limits = { low: numberIn(reading, 'entry', 'low'), high: numberIn(reading, 'entry', 'high') };
  const outside = outsideWords(value, limits);
  const taken = numberIn(reading, 'entry', 'takenAt');
  const instrument = textOf(reading, 'entry', 'instrument');
  return (
    <Table.Tr>
      <Table.Td>
        {textOf(reading, 'entry', 'quantity')}
        {sameLabel(reading.label, label) ? null : (
          <div>
            <SyncLabel label={reading.label} place="row" />
          </div>
        )}
      </Table.Td>
      <Table.Td className={outside ? (classes['bad'] ?? '') : ''}>
        <span className="mono">
          {value} {textOf(reading, 'entry', 'unit')}
        </span>
        {outside ? (
          <div>
            <IconAlertTriangle size={15} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {outside}
          </div>
        ) : null}
      </Table.Td>
      <Table.Td>
        <span className="mono">{limitWords(limits)}</span>
      </Table.Td>
      <Table.Td>
        {taken === null ? '–' : <time>{when(taken, today)}</time>}
        {instrument ? <div className={`${classes['small']} ${classes['muted']}`}>{instrument}</div> : null}
      </Table.Td>
    </Table.Tr>
  );
}
