/** The server's log, all of it, read from its file. */
import { NO_POSITION } from '../../domain/ids.ts';
import type { LogEntry } from '../../server/storage/contract/types.ts';
import { ORG } from '../world/hospital.ts';
import type { World } from '../world/world.ts';

/** Empty while the server is down. */
export function wholeLog(world: World): readonly LogEntry[] {
  return world.server.storage()?.log(ORG, NO_POSITION, 10_000_000) ?? [];
}
