/** The window: theme, data, and which of first run, lock or the frame is on screen. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { FirstRunScreen } from '../features/first-run/FirstRunScreen.tsx';
import { LockScreen } from '../features/lock/LockScreen.tsx';
import { CoreLost } from './CoreLost.tsx';
import { useAnnouncements } from './announcements.ts';
import { cssVariables, theme } from './theme.ts';
import { newQueryClient } from './queries.ts';
import { RememberedProvider } from './remembered.tsx';
import { newRouter } from './routes.tsx';
import { AppStateProvider, useAppState } from './state.tsx';
import { TrainingWeather } from './TrainingWeather.tsx';
import { useDisplay } from './display.ts';

export function App() {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Dressed />
    </QueryClientProvider>
  );
}

function Dressed() {
  const display = useDisplay();
  if (!display) return null;
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={display.scheme}>
      <Notifications position="bottom-right" />
      <AppStateProvider renderLost={(words, again) => <CoreLost words={words} again={again} />}>
        <Window />
      </AppStateProvider>
    </MantineProvider>
  );
}

function Window() {
  const { phase, person, weather } = useAppState();
  const [router] = useState(newRouter);
  useAnnouncements((question) =>
    question === null
      ? router.navigate({ to: '/review' })
      : router.navigate({ to: '/review/$id', params: { id: question } }),
  );
  if (phase === 'firstRun') return <FirstRunScreen />;
  if (phase === 'locked')
    return (
      <>
        <LockScreen />
        {weather ? <TrainingWeather weather={weather} place="window" /> : null}
      </>
    );
  return (
    <RememberedProvider key={person?.id}>
      <RouterProvider router={router} />
    </RememberedProvider>
  );
}
