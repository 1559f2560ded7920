import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Role } from '../../../domain/schema/types.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { Section } from '../../ui/Section.tsx';
import classes from './settings.module.css';

const ROLES: Readonly<Record<Role, string>> = {
  technician: 'Technician',
  lead: 'Team lead',
  manager: 'Service manager',
  admin: 'Administrator',
};

/** Who works here, on which laptop. */
export function Account() {
  const { person, organisation, deviceName } = useAppState();
  return (
    <Section title="Account">
      <dl className={classes['facts']}>
        <dt>Name</dt>
        <dd>{person?.name ?? 'nobody'}</dd>
        <dt>Role</dt>
        <dd>{person ? ROLES[person.role] : 'none'}</dd>
        <dt>Laptop</dt>
        <dd>{deviceName ?? 'without a name'}</dd>
        <dt>Organisation</dt>
        <dd>{organisation ?? 'none'}</dd>
      </dl>
      <div className={classes['deeds']}>
        <Button
          variant="default"
          leftSection={<IconLock size={18} stroke={1.8} aria-hidden="true" />}
          onClick={() => void trpc.session.lock.mutate()}
        >
          Lock now
        </Button>
      </div>
      <p className={classes['hint']}>Locking asks for the PIN again. What waits goes on being sent.</p>
    </Section>
  );
}
