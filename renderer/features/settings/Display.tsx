import { useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../../protocol/ipc/api.ts';
import type { SettingsInput } from '../../../protocol/ipc/inputs.ts';
import { useSettings } from '../../app/queries.ts';
import { trpc } from '../../ipc/client.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './settings.module.css';

const THEMES: readonly ChoiceOption<Settings['theme']>[] = [
  { value: 'system', words: 'As the system' },
  { value: 'light', words: 'Light' },
  { value: 'dark', words: 'Dark' },
  { value: 'sunlight', words: 'Sunlight' },
];
const SIZES: readonly ChoiceOption<Settings['textSize']>[] = [
  { value: 'normal', words: 'Normal' },
  { value: 'large', words: 'Large' },
];
const DENSITIES: readonly ChoiceOption<Settings['density']>[] = [
  { value: 'normal', words: 'Hand' },
  { value: 'glove', words: 'Glove' },
];

/** How this console looks, for dim rooms, bright sun and gloves. */
export function Display() {
  const client = useQueryClient();
  const settings = useSettings().data;
  const { failed, attempt } = useAttempt();
  const change = async (to: SettingsInput): Promise<void> => {
    const next = await attempt(() => trpc.settings.change.mutate(to));
    if (next !== null) client.setQueryData(['settings'], next);
  };
  if (!settings) return null;
  return (
    <Section title="Display">
      <div className={classes['choices']}>
        <div className={classes['theme']}>
          <Choice legend="Theme" options={THEMES} value={settings.theme} onChange={(theme) => void change({ theme })} />
          <p className={classes['hint']}>Sunlight is black on white with strong lines; dark is for dim rooms.</p>
        </div>
        <div>
          <Choice
            legend="Text size"
            options={SIZES}
            value={settings.textSize}
            onChange={(textSize) => void change({ textSize })}
          />
        </div>
        <div>
          <Choice
            legend="Works with"
            options={DENSITIES}
            value={settings.density}
            onChange={(density) => void change({ density })}
          />
          <p className={classes['hint']}>Glove makes everything that is tapped larger.</p>
        </div>
      </div>
      {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
    </Section>
  );
}
