import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, settingsOver } from './settings-store.ts';

test('a change is kept and the rest stays', () => {
  const plain = { store: {} };
  const settings = settingsOver(plain);
  expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  expect(settings.set({ theme: 'dark' })).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(settings.set({ density: 'glove', theme: undefined })).toEqual({
    theme: 'dark',
    textSize: 'normal',
    density: 'glove',
  });
  expect(settingsOver(plain).get()).toEqual({ theme: 'dark', textSize: 'normal', density: 'glove' });
});

test('a file that somebody spoilt means the defaults, not a crash', () => {
  expect(settingsOver({ store: { theme: 'pink', density: 7 } }).get()).toEqual(DEFAULT_SETTINGS);
});
