/**
 * What the screens read. All of it is local, so nothing goes stale by itself: the main process says when something
 * changed (`records.changed`) and what is on screen is asked for again. Reading never waits for a network, and is not
 * paused when the browser believes to be offline.
 */
import { keepPreviousData, QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RecordId } from '../../domain/ids.ts';
import type { EquipmentSearchInput, ReviewListAsked, TeamInput, WorkListInput } from '../../protocol/ipc/inputs.ts';
import { trpc } from '../ipc/client.ts';
import { gather } from './clock.ts';
import { useAppState } from './state.tsx';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** First word of each key: what `records.changed` makes stale. */
const READS_RECORDS = [
  'work',
  'visit',
  'people',
  'equipment',
  'device',
  'questions',
  'question',
  'sync',
  'history',
  'team',
];

/** Bursts of news (a catch-up) ask again at most this often. */
const NEWS_MS = 120;

export const queries = {
  workList: (input: WorkListInput) =>
    queryOptions({
      queryKey: ['work', input],
      queryFn: () => trpc.work.list.query(input),
      placeholderData: keepPreviousData,
    }),
  visit: (id: RecordId) => queryOptions({ queryKey: ['visit', id], queryFn: () => trpc.work.visit.query({ id }) }),
  people: () => queryOptions({ queryKey: ['people'], queryFn: () => trpc.work.people.query() }),
  equipmentSearch: (input: EquipmentSearchInput) =>
    queryOptions({
      queryKey: ['equipment', input],
      queryFn: () => trpc.equipment.search.query(input),
      placeholderData: keepPreviousData,
    }),
  device: (id: RecordId) =>
    queryOptions({ queryKey: ['device', id], queryFn: () => trpc.equipment.open.query({ id }) }),
  questions: (input: ReviewListAsked) =>
    queryOptions({
      queryKey: ['questions', input],
      queryFn: () => trpc.review.list.query(input),
      placeholderData: keepPreviousData,
    }),
  question: (id: RecordId) =>
    queryOptions({ queryKey: ['question', id], queryFn: () => trpc.review.open.query({ id }) }),
  history: (id: RecordId) =>
    queryOptions({ queryKey: ['history', id], queryFn: () => trpc.history.page.query({ id }) }),
  sync: () => queryOptions({ queryKey: ['sync'], queryFn: () => trpc.sync.view.query() }),
  team: (input: TeamInput) =>
    queryOptions({
      queryKey: ['team', input],
      queryFn: () => trpc.team.view.query(input),
      placeholderData: keepPreviousData,
    }),
  settings: () => queryOptions({ queryKey: ['settings'], queryFn: () => trpc.settings.get.query() }),
};

export const useWorkList = (input: WorkListInput) => useQuery(queries.workList(input));
export const useVisit = (id: RecordId) => useQuery(queries.visit(id));
export const usePeople = () => useQuery(queries.people());
export const useEquipmentSearch = (input: EquipmentSearchInput) => useQuery(queries.equipmentSearch(input));
export const useDevice = (id: RecordId) => useQuery(queries.device(id));
export const useQuestions = (input: ReviewListAsked) => useQuery(queries.questions(input));
export const useQuestion = (id: RecordId) => useQuery(queries.question(id));
export const useHistory = (id: RecordId) => useQuery(queries.history(id));
export const useSync = () => useQuery(queries.sync());
export const useTeam = (input: TeamInput) => useQuery(queries.team(input));
export const useSettings = () => useQuery(queries.settings());

/** Asks again for what is on screen whenever the replica or the link changed. Mounted once, in the frame. */
export function useNews(): void {
  const client = useQueryClient();
  const state = useAppState();
  useEffect(() => {
    const askAgain = gather(() => {
      for (const key of READS_RECORDS) void client.invalidateQueries({ queryKey: [key] });
    }, NEWS_MS);
    const watch = trpc.records.changed.subscribe(undefined, { onStarted: askAgain, onData: askAgain });
    return () => watch.unsubscribe();
  }, [client]);
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['sync'] });
  }, [client, state]);
  useEffect(() => {
    // Labels say whether work can leave at all, so they follow the switch.
    for (const key of READS_RECORDS) void client.invalidateQueries({ queryKey: [key] });
  }, [client, state.link.switchedOn]);
}
