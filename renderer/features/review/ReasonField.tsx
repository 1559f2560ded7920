/** Why, if there is something to say: in one's own words, or one of the few that are said every day. */
import { Button, Textarea } from '@mantine/core';
import classes from './Picker.module.css';

const PRESETS = ['Seen on site', 'Agreed by phone', 'Newer information'] as const;

interface Props {
  readonly reason: string;
  readonly change: (reason: string) => void;
  /** Back to the two cards; `reason` stays. */
  readonly done: () => void;
  readonly giveUp: () => void;
}

export function ReasonField({ reason, change, done, giveUp }: Props) {
  return (
    <div className={classes['reason']}>
      <Textarea
        label="Reason, if there is one to give"
        description="Both authors will read it. Enter goes back to the two, then 1 or 2."
        autoFocus
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2_000}
        value={reason}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') giveUp();
          else if (event.key === 'Enter' && !event.shiftKey) done();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div className={classes['presets']} role="group" aria-label="Common reasons">
        {PRESETS.map((words) => (
          <Button
            key={words}
            variant="default"
            aria-pressed={reason === words}
            onClick={() => {
              change(words);
              done();
            }}
          >
            {words}
          </Button>
        ))}
      </div>
    </div>
  );
}
