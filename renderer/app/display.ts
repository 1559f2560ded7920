/** Light, dark or sunlight; text size; glove density: from the settings onto <html>, where tokens.css reads them. */
import { useMediaQuery } from '@mantine/hooks';
import { useLayoutEffect } from 'react';
import type { Settings } from '../../protocol/ipc/api.ts';
import { useSettings } from './queries.ts';

const PLAIN: Settings = { theme: 'system', textSize: 'normal', density: 'normal' };

export interface Display {
  readonly scheme: 'light' | 'dark';
}

/** Null until the settings were read, so that no window flashes in the wrong theme. */
export function useDisplay(): Display | null {
  const { data, isError } = useSettings();
  const darkRoom = useMediaQuery('(prefers-color-scheme: dark)', false, { getInitialValueInEffect: false });
  const settings = data ?? (isError ? PLAIN : null);
  const theme = settings?.theme === 'system' ? (darkRoom ? 'dark' : 'light') : settings?.theme;

  useLayoutEffect(() => {
    if (!settings || !theme) return;
    const { dataset } = document.documentElement;
    dataset['theme'] = theme;
    dataset['text'] = settings.textSize;
    dataset['density'] = settings.density;
  }, [settings, theme]);

  return theme ? { scheme: theme === 'dark' ? 'dark' : 'light' } : null;
}
