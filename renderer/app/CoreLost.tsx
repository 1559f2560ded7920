import { Button } from '@mantine/core';
import { EmptyState } from '../ui/EmptyState.tsx';

interface Props {
  /** What the main process said when it turned this window away, or null. */
  readonly words: string | null;
  readonly again: () => void;
}

/** The window cannot hear the main process: said plainly, because nothing can be saved until it answers. */
export function CoreLost({ words, again }: Props) {
  return (
    <main>
      <EmptyState title="Holdfast is not answering" deeds={<Button onClick={again}>Try again</Button>}>
        {words ??
          'The window is open, but the program behind it has stopped. What was saved is safe on this laptop. Start Holdfast again if this stays.'}
      </EmptyState>
    </main>
  );
}
