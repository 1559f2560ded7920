import { Button } from '@mantine/core';
import { IconArrowLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ROLES } from '../../../domain/schema/types.ts';
import type { DemoPerson } from '../../../protocol/ipc/api.ts';
import { trpc } from '../../ipc/client.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './first-run.module.css';

interface Props {
  readonly back: () => void;
  readonly pick: (person: DemoPerson) => void;
}

export function ChoosePerson({ back, pick }: Props) {
  const people = useQuery({ queryKey: ['demoPeople'], queryFn: () => trpc.session.demoPeople.query(), staleTime: 0 });
  const ordered = people.data?.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  return (
    <>
      {people.isError ? <ErrorState error={people.error} again={() => void people.refetch()} /> : null}
      <ul className={classes['people']}>
        {ordered?.map((person) => (
          <li key={person.id}>
            <button type="button" className={`${classes['way']} ${classes['person']}`} onClick={() => pick(person)}>
              <span>
                <span className={classes['name']}>{person.name}</span>
                <span className={classes['says']}>{person.about}</span>
              </span>
              <IconChevronRight size={20} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden="true" />} onClick={back}>
        Back
      </Button>
    </>
  );
}
