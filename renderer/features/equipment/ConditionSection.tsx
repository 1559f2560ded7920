import { TextInput } from '@mantine/core';
import type { CONDITIONS } from '../../../domain/schema/hospital.ts';
import type { Fields, Json } from '../../../domain/json.ts';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { now, useNow } from '../../app/clock.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { when } from '../../ui/when.ts';
import { WhenInput } from '../../ui/WhenInput.tsx';
import { ConditionMark } from './ConditionMark.tsx';
import { GroupSection } from './GroupSection.tsx';
import { useGroupEdit } from './use-group-edit.ts';
import classes from './device.module.css';

/** Short enough to stand side by side. */
const OPTIONS: readonly ChoiceOption<(typeof CONDITIONS)[number]>[] = [
  { value: 'inService', words: 'In service' },
  { value: 'restricted', words: 'Restricted' },
  { value: 'outOfService', words: 'Out of service' },
];

/** Whether the device may be used, why not, and since when. */
export function ConditionSection({ record, mayEdit }: { readonly record: RecordView; readonly mayEdit: boolean }) {
  const edit = useGroupEdit(record, 'condition');
  const today = useNow(60_000);
  const value: Fields = edit.open?.value ?? edit.group?.value ?? {};
  const since = typeof value['since'] === 'number' ? value['since'] : null;
  const reason = text(value['reason']);

  /** A new condition begins now, and one without fault needs no reason. Both can be corrected. */
  const choose = (state: (typeof CONDITIONS)[number]): void =>
    edit.set({ state, since: now(), ...(state === 'inService' ? { reason: null } : {}) });

  return (
    <GroupSection
      title="Condition"
      edit={edit}
      changeWords={mayEdit ? 'Change condition' : null}
      saveWords="Save condition"
      form={
        <div className={classes['stack']}>
          <Choice
            legend="Condition"
            layout="fill"
            options={OPTIONS}
            value={text(value['state']) || null}
            onChange={choose}
          />
          <TextInput
            label="Reason"
            placeholder="What must not be done with it, and why"
            maxLength={400}
            value={reason}
            onChange={(event) => edit.set({ reason: event.currentTarget.value || null })}
          />
          <WhenInput label="Since" at={since} now={today} onChange={(at) => edit.set({ since: at })} />
        </div>
      }
    >
      <div>
        <ConditionMark state={text(value['state']) || 'inService'} large />
        {reason ? <p className={classes['reason']}>{reason}</p> : null}
        {since === null ? null : (
          <p className={classes['quiet']}>
            since <time>{when(since, today)}</time>
          </p>
        )}
      </div>
    </GroupSection>
  );
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
