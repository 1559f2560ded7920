/** The keys that do the same: a hint for the eye, not read out (the control itself carries `aria-keyshortcuts`). */
import classes from './KeyHint.module.css';

export function KeyHint({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className={classes['keys']} aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key} className={classes['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
