/**
 * The doors of the main process: each procedure validates its input and calls one verb of the console. Both shells
 * serve this router; the renderer knows its type and nothing more.
 */
import { router } from './trpc.ts';
import { equipmentProcedures } from './procedures/equipment.ts';
import { historyProcedures } from './procedures/history.ts';
import { recordProcedures } from './procedures/records.ts';
import { reviewProcedures } from './procedures/review.ts';
import { sessionProcedures } from './procedures/session.ts';
import { settingsProcedures } from './procedures/settings.ts';
import { syncProcedures } from './procedures/sync.ts';
import { teamProcedures } from './procedures/team.ts';
import { workProcedures } from './procedures/work.ts';

export const consoleRouter = router({
  session: sessionProcedures,
  work: workProcedures,
  records: recordProcedures,
  equipment: equipmentProcedures,
  history: historyProcedures,
  review: reviewProcedures,
  sync: syncProcedures,
  team: teamProcedures,
  settings: settingsProcedures,
});

export type ConsoleRouter = typeof consoleRouter;
