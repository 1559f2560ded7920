/** The form of one group of a device: opened, drafted while it is typed in, saved with what it saw. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fields } from '../../../domain/json.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import type { SaveInput } from '../../../protocol/ipc/inputs.ts';
import type { GroupView, RecordView } from '../../../protocol/ipc/views.ts';
import { useDebounced } from '../../app/clock.ts';
import { queries } from '../../app/queries.ts';
import { useSaveShortcut } from '../../app/shortcuts.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { useAttempt } from '../../ui/use-attempt.ts';
import {
  beginEdit,
  changedUnderneath,
  draftOf,
  isChanged,
  type OpenEdit,
  readEdit,
  setField,
  shownIn,
} from './group-edit.ts';

export interface GroupEdit {
  readonly group: GroupView | undefined;
  /** Null while it is only read. */
  readonly open: { readonly value: Fields; readonly changed: boolean; readonly underneath: boolean } | null;
  readonly busy: boolean;
  readonly failed: Fault | null;
  readonly begin: () => void;
  readonly set: (patch: Fields) => void;
  readonly throwAway: () => void;
  readonly save: () => void;
}

/** JSON as the door types it: the same values, not marked readonly. */
type DraftValue = Parameters<typeof trpc.records.keepDraft.mutate>[0]['value'];
type SetFields = SaveInput['edits'][number]['set'];

const DRAFT_PAUSE_MS = 400;

export function useGroupEdit(record: RecordView, name: string): GroupEdit {
  const { person } = useAppState();
  const client = useQueryClient();
  const { busy, failed, attempt, forget } = useAttempt();
  const key = `device:${record.id}:${name}:${person?.id ?? 'nobody'}`;
  const draft = useQuery({ queryKey: ['draft', key], queryFn: () => trpc.records.draft.query({ key }), gcTime: 0 });
  /** Undefined until something was done here: then the draft that was left speaks. */
  const [touched, setTouched] = useState<OpenEdit | null | undefined>();
  const edit = touched === undefined ? (draft.data ? readEdit(draft.data.value) : null) : touched;
  const group = record.groups[name];

  const keep = useDebounced(() => {
    const kept = edit && isChanged(edit) ? (draftOf(edit) as DraftValue) : null;
    const call =
      kept === null ? trpc.records.dropDraft.mutate({ key }) : trpc.records.keepDraft.mutate({ key, value: kept });
    void call.catch(() => undefined);
  }, DRAFT_PAUSE_MS);
  const change = (next: OpenEdit | null): void => {
    setTouched(next);
    keep.soon();
  };

  const save = async (open: OpenEdit): Promise<void> => {
    keep.cancel();
    const { set, base, saw } = open;
    const input: SaveInput = {
      edits: [
        {
          record: record.id,
          collection: record.collection,
          group: name,
          set: set as SetFields,
          seen: base as SetFields,
          saw: { ...saw },
        },
      ],
    };
    const saved = await attempt(() => trpc.records.save.mutate(input));
    if (saved === null) return keep.soon();
    // The form gives way to the view only when the view has what was saved, so that nothing flickers back.
    await client.fetchQuery({ ...queries.device(record.id), staleTime: 0 }).catch(() => null);
    change(null);
  };
  const saveOpen = (): void => {
    if (edit && isChanged(edit) && !busy) void save(edit);
  };
  useSaveShortcut(saveOpen);

  return {
    group,
    open: edit && {
      value: shownIn(edit),
      changed: isChanged(edit),
      underneath: group !== undefined && changedUnderneath(edit, group),
    },
    busy,
    failed,
    begin: () => change(beginEdit(group ?? { value: {}, saw: { writer: null, canonical: null, archived: null } })),
    set: (patch) => {
      if (edit) change(setField(edit, patch));
    },
    throwAway: () => {
      forget();
      change(null);
    },
    save: saveOpen,
  };
}
