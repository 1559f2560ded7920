/** Says on every screen that the link's weather is not the real one, with one click out of it. */
import { IconCloudStorm } from '@tabler/icons-react';
import { type WeatherName, weatherOf } from '../../domain/weather/weather.ts';
import { trpc } from '../ipc/client.ts';
import classes from './TrainingWeather.module.css';

interface Props {
  readonly weather: WeatherName;
  /** Above the strip, or, on screens without one, at the lower edge of the window. */
  readonly place: 'strip' | 'window';
}

export function TrainingWeather({ weather, place }: Props) {
  return (
    <div className={classes['weather']} data-place={place} role="status" data-testid="training-weather">
      <IconCloudStorm size={20} stroke={1.8} aria-hidden="true" />
      <span>
        Training weather: <strong>{weatherOf(weather).title}</strong>
      </span>
      <button
        type="button"
        className={classes['clear']}
        aria-label="Clear the training weather"
        onClick={() => void trpc.settings.setWeather.mutate({ weather: 'clear' })}
      >
        Clear
      </button>
    </div>
  );
}
