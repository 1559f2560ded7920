import { SHORTCUTS } from '../../app/shortcuts.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Section } from '../../ui/Section.tsx';
import classes from './settings.module.css';

/** Every key, in one place. */
export function Keys() {
  return (
    <Section title="Keys">
      <dl className={classes['keys']}>
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does} className={classes['key']}>
            <dt>
              <KeyHint keys={keys} />
              <span className="visually-hidden">{keys.join(' then ')}</span>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
