// only-the-client-sees-the-router
import type { Router } from '../../../main/ipc/router.ts';
// renderer-imports-inward
import { admit } from '../../../server/sync/admit.ts';
export const two: Router | unknown = admit;
