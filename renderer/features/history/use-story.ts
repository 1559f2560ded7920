/** The pages of a story that were asked for so far, newest first; news in the replica asks for them again. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { RecordId } from '../../../domain/ids.ts';
import type { HistoryView } from '../../../protocol/ipc/views.ts';
import { trpc } from '../../ipc/client.ts';
import type { StoryFilter } from './story.ts';

/** More than fits on any screen, few enough to be there at once. */
const PAGE = 200;

export function useStory(id: RecordId, filter: StoryFilter) {
  return useInfiniteQuery({
    queryKey: ['history', id, filter],
    queryFn: ({ pageParam }) => trpc.history.page.query({ id, page: { skip: pageParam, limit: PAGE, ...filter } }),
    initialPageParam: 0,
    getNextPageParam: (last: HistoryView | null, pages) => {
      const skip = pages.length * PAGE;
      return last !== null && skip < last.found ? skip : undefined;
    },
    placeholderData: keepPreviousData,
  });
}
