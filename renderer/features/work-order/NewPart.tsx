import { Entry, EntryField } from './EntryFields.tsx';
import type { NewRow } from './visit-form.ts';
import classes from './visit.module.css';

/** A part line to be saved. */
export function NewPart({ row }: { readonly row: NewRow }) {
  return (
    <Entry row={row} title="New part">
      <div className={classes['grid']}>
        <EntryField row={row} field="name" label="Part" focus />
        <EntryField row={row} field="quantity" label="Quantity" mono number />
        <EntryField row={row} field="partNumber" label="Part number" mono />
        <EntryField row={row} field="serial" label="Serial" mono />
      </div>
    </Entry>
  );
}
