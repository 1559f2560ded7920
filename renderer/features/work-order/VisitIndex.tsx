/** The slim index at the side: every section, what is changed in it, how much is in it. */
import { type RefObject, useEffect, useState } from 'react';
import { useVisitForm } from './visit-context.ts';
import { editKey, type RowCollection } from './visit-form.ts';
import classes from './visit.module.css';

interface Props {
  /** What scrolls. */
  readonly page: RefObject<HTMLElement | null>;
}

export function VisitIndex({ page }: Props) {
  const inView = useSectionInView(page);
  const { view, form } = useVisitForm();
  const { job } = view;
  const edited = (group: string): boolean => form.edits[editKey(job.id, group)] !== undefined;
  const added = (collection: RowCollection): number => form.rows.filter((row) => row.collection === collection).length;
  const checked = view.checklist.some((item) => form.edits[editKey(item.id, 'result')] !== undefined);
  const sections = [
    { anchor: 'request', words: 'Request', n: 0, changed: false },
    { anchor: 'progress', words: 'Progress', n: 0, changed: edited('progress') },
    { anchor: 'findings', words: 'Findings', n: 0, changed: edited('findings') },
    { anchor: 'checklist', words: 'Checklist', n: view.checklist.length, changed: checked },
    {
      anchor: 'parts',
      words: 'Parts',
      n: view.parts.filter((part) => !part.archived).length,
      changed: edited('parts') || added('partLine') > 0,
    },
    { anchor: 'readings', words: 'Readings', n: view.readings.length, changed: added('reading') > 0 },
    { anchor: 'notes', words: 'Notes', n: view.notes.length, changed: added('note') > 0 },
    { anchor: 'time', words: 'Time', n: view.times.length, changed: added('timeEntry') > 0 },
    { anchor: 'sign-off', words: 'Sign-off', n: 0, changed: edited('progress') },
  ];
  return (
    <nav className={classes['index']} aria-label="Sections of this visit">
      <ul>
        {sections.map(({ anchor, words, n, changed }) => (
          <li key={anchor}>
            <button
              type="button"
              className={classes['jump']}
              data-changed={changed}
              aria-current={anchor === inView ? 'location' : undefined}
              onClick={() => jump(anchor)}
            >
              {words}
              {changed ? <span aria-hidden="true">•</span> : null}
              {changed ? <span className="visually-hidden">, not saved yet</span> : null}
              {n > 0 ? <span className={classes['n']}>{n}</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The topmost section on screen. */
function useSectionInView(page: RefObject<HTMLElement | null>): string | null {
  const [anchor, setAnchor] = useState<string | null>(null);
  useEffect(() => {
    const scroller = page.current;
    if (!scroller) return undefined;
    const look = (): void => {
      const top = scroller.getBoundingClientRect().top + 80;
      const sections = [...scroller.querySelectorAll<HTMLElement>('section[id]')];
      const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
      const first = sections.find((section) => section.getBoundingClientRect().bottom > top);
      setAnchor((atEnd && scroller.scrollTop > 0 ? sections.at(-1) : first)?.id ?? null);
    };
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    return () => scroller.removeEventListener('scroll', look);
  }, [page]);
  return anchor;
}

/** Scrolls to the section and puts the focus on its first control, so that the keyboard goes on from there. */
export function jump(anchor: string): void {
  const section = document.querySelector<HTMLElement>(`#${CSS.escape(anchor)}`);
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector<HTMLElement>('input:not([disabled]), textarea, button')?.focus({ preventScroll: true });
}
