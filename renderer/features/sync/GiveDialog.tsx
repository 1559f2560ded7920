/** Held work given to somebody else: who, and what will come of it, said before it is done. */
import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import type { HeldItem } from '../../../protocol/ipc/held.ts';
import type { PersonView } from '../../../protocol/ipc/views.ts';
import { usePeople } from '../../app/queries.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './HeldSection.module.css';

const CLOSE = { 'aria-label': 'Close' };
const ROLES: Readonly<Record<PersonView['role'], string>> = {
  lead: 'team lead',
  manager: 'service manager',
  technician: 'technician',
  admin: 'administrator',
};
/** Leads first: they mostly are who it should go to. */
const ORDER: readonly PersonView['role'][] = ['lead', 'manager', 'technician', 'admin'];

export function GiveDialog({ item, close }: { readonly item: HeldItem; readonly close: () => void }) {
  const { person: me } = useAppState();
  const [to, setTo] = useState<string | null>(null);
  const { busy, failed, attempt } = useAttempt();
  const people = (usePeople().data ?? [])
    .filter((p) => p.id !== me?.id)
    .toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name));
  const give = async (): Promise<void> => {
    if (to === null) return;
    const done = await attempt(() => trpc.sync.giveHeld.mutate({ seq: item.seq, to }));
    if (done) close();
  };
  return (
    <Modal opened onClose={close} title={`Give to another: ${item.title}`} closeButtonProps={CLOSE}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <p>
          It becomes a job in that person’s list, with every value as it was written, by whom, and why it was not taken.
          What was held with it goes along.
        </p>
        <Select
          label="To whom"
          placeholder="Choose a person"
          searchable
          data-autofocus
          data={people.map((p) => ({ value: p.id, label: `${p.name}, ${ROLES[p.role]}` }))}
          value={to}
          onChange={setTo}
        />
        {failed ? <Notice tone="danger" title={`Not given. ${failed.words}`} code={failed.code} /> : null}
        <div className={classes['deeds']}>
          <Button type="submit" disabled={busy || to === null}>
            Give
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
