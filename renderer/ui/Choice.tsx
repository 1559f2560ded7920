/** One of a few, all of them visible: radio buttons that look like one switch. None may be chosen yet. */
import { IconCheck, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import classes from './Choice.module.css';

export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly words: string;
  /** Green only for pass, red only for fail. Both carry an icon besides. */
  readonly tone?: 'good' | 'danger';
}

interface Props<T extends string> {
  readonly legend: string;
  /** The legend is for screen readers only: its words stand beside already. */
  readonly legendHidden?: boolean;
  readonly options: readonly ChoiceOption<T>[];
  readonly value: string | null;
  readonly disabled?: boolean;
  /** `fill`: side by side, over the whole width; `column`: one below the other, for sentences. Absent: as wide as they are. */
  readonly layout?: 'fill' | 'column';
  /** The first option takes the focus when the dialog that it stands in opens. */
  readonly takesFocus?: boolean;
  readonly error?: string | undefined;
  readonly onChange: (value: T) => void;
}

const ICONS = { good: IconCheck, danger: IconX };

export function Choice<T extends string>({
  legend,
  legendHidden,
  options,
  value,
  disabled,
  layout,
  takesFocus,
  error,
  onChange,
}: Props<T>) {
  const name = useId();
  const errorId = useId();
  return (
    <fieldset
      className={classes['choice']}
      disabled={disabled}
      data-layout={layout}
      data-invalid={error !== undefined}
      aria-describedby={error === undefined ? undefined : errorId}
    >
      <legend className={legendHidden ? 'visually-hidden' : classes['legend']}>{legend}</legend>
      <div className={classes['options']}>
        {options.map((option, i) => {
          const Icon = option.tone ? ICONS[option.tone] : null;
          return (
            <label key={option.value} className={classes['option']} data-tone={option.tone}>
              <input
                type="radio"
                name={name}
                data-autofocus={takesFocus && i === 0 ? true : undefined}
                value={option.value}
                checked={value === option.value}
                onChange={() => onChange(option.value)}
              />
              {Icon ? <Icon size={16} stroke={2.2} aria-hidden="true" /> : null}
              {option.words}
            </label>
          );
        })}
      </div>
      {error === undefined ? null : (
        <p className={classes['error']} id={errorId} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
