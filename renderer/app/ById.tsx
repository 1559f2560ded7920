import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isRecordId, type RecordId } from '../../domain/ids.ts';
import { NotFound } from './NotFound.tsx';

/** The screen of the record that the address names; what is no record id names nothing. */
export function ById({ renderScreen }: { readonly renderScreen: (id: RecordId) => ReactNode }) {
  const { id } = useParams({ strict: false });
  return id !== undefined && isRecordId(id) ? renderScreen(id) : <NotFound />;
}
