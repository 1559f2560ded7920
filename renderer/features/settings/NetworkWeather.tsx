import { useId } from 'react';
import { WEATHER_NAMES, weatherOf } from '../../../domain/weather/weather.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './settings.module.css';

/** Any weather on this console's own link, to see what the app does in it: for training and demos. */
export function NetworkWeather() {
  const { weather } = useAppState();
  const name = useId();
  const { failed, attempt } = useAttempt();
  const chosen = weather ?? 'clear';
  return (
    <Section title="Network weather">
      <p>
        Puts a weather on this console’s link, to train for it or to show it. Saving works in all of them. It is marked
        on every screen while it is on, touches nobody else, and is off after a restart.
      </p>
      <fieldset className={classes['weathers']}>
        <legend className="visually-hidden">Weather on this console’s link</legend>
        {WEATHER_NAMES.map((option) => {
          const { title, says } = weatherOf(option);
          return (
            <label key={option} className={classes['weather']}>
              <input
                type="radio"
                name={name}
                value={option}
                checked={option === chosen}
                aria-labelledby={`${name}-${option}`}
                aria-describedby={`${name}-${option}-says`}
                onChange={() => void attempt(() => trpc.settings.setWeather.mutate({ weather: option }))}
              />
              <span className={classes['weatherTitle']} id={`${name}-${option}`}>
                {title}
              </span>
              <span className={classes['weatherSays']} id={`${name}-${option}-says`}>
                {says}
              </span>
            </label>
          );
        })}
      </fieldset>
      {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
    </Section>
  );
}
