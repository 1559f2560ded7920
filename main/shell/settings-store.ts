/** Display settings and notices over any store of plain values (conf, electron-store): what is stored is checked on the way out. */
import type { Settings } from '../../protocol/ipc/api.ts';
import { settingsInput } from '../../protocol/ipc/inputs.ts';
import type { SettingsPort } from './core.ts';

export interface PlainStore {
  store: Record<string, unknown>;
}

export const DEFAULT_SETTINGS: Settings = { theme: 'system', textSize: 'normal', density: 'normal' };

/** The file's name in the profile, without its extension. */
export const SETTINGS_NAME = 'settings';

export function settingsOver(plain: PlainStore): SettingsPort {
  const get = (): Settings => {
    const { theme, textSize, density, notices } = settingsInput.catch({}).parse(plain.store);
    return {
      theme: theme ?? DEFAULT_SETTINGS.theme,
      textSize: textSize ?? DEFAULT_SETTINGS.textSize,
      density: density ?? DEFAULT_SETTINGS.density,
      ...(notices === undefined ? {} : { notices }),
    };
  };
  return {
    get,
    set(change) {
      const known = Object.entries(change).filter(([, value]) => value !== undefined);
      plain.store = { ...get(), ...Object.fromEntries(known) };
      return get();
    },
  };
}
