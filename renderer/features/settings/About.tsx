import { useAppState } from '../../app/state.tsx';
import { Section } from '../../ui/Section.tsx';
import classes from './settings.module.css';

const SHELLS = { electron: 'Desktop window (Electron)', browser: 'Browser window' };

/** What runs here, for support. */
export function About() {
  const { version, shell } = useAppState();
  return (
    <Section title="About">
      <dl className={classes['facts']}>
        <dt>Holdfast</dt>
        <dd className="mono">{version}</dd>
        <dt>Runs in</dt>
        <dd>{SHELLS[shell]}</dd>
        <dt>Licence</dt>
        <dd>Apache 2.0</dd>
      </dl>
    </Section>
  );
}
