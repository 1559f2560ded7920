/** What was asked for: written by the office, read here. */
import { inWords } from '../../../domain/schema/hospital.ts';
import { useNow } from '../../app/clock.ts';
import { when } from '../../ui/when.ts';
import { numberIn, textOf } from './field-text.ts';
import { useVisitForm } from './visit-context.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

export function RequestSection() {
  const { view } = useVisitForm();
  const now = useNow(60_000);
  const { job, site, equipment, technician } = view;
  const due = numberIn(job, 'request', 'due');
  const scheduled = numberIn(job, 'assignment', 'scheduled');
  const symptom = textOf(job, 'request', 'symptom');
  const access = site ? textOf(site, 'access', 'notes') : '';
  const condition = equipment?.groups['condition'];
  const unsafe = condition !== undefined && condition.value['state'] !== 'inService' && condition.words !== '';
  const facts: readonly (readonly [string, string])[] = [
    ['Kind', inWords(job.groups['request']?.value['kind'])],
    ['Priority', inWords(job.groups['request']?.value['priority'])],
    ['Planned', scheduled === null ? '' : when(scheduled, now)],
    ['Due', due === null ? '' : when(due, now)],
    ['Assigned to', technician?.name ?? 'nobody'],
  ];
  return (
    <VisitSection title="Request" anchor="request">
      <dl className={classes['request']}>
        {facts.map(([name, words]) =>
          words === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ),
        )}
        {condition ? (
          <div>
            <dt>Equipment is</dt>
            <dd className={unsafe ? classes['bad'] : undefined}>{condition.words}</dd>
          </div>
        ) : null}
        {symptom === '' ? null : (
          <div className={classes['whole']}>
            <dt>Symptom</dt>
            <dd className={classes['prose']}>{symptom}</dd>
          </div>
        )}
        {access === '' ? null : (
          <div className={classes['whole']}>
            <dt>Access to the site</dt>
            <dd className={classes['prose']}>{access}</dd>
          </div>
        )}
      </dl>
    </VisitSection>
  );
}
