import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../ui/EmptyState.tsx';

/** An address that names nothing. */
export function NotFound() {
  const go = useNavigate();
  return (
    <EmptyState
      title="There is nothing at this address"
      deeds={
        <Button variant="default" onClick={() => void go({ to: '/work' })}>
          Back to My work
        </Button>
      }
    >
      The record may have been renamed, or it belongs to another site than yours.
    </EmptyState>
  );
}
