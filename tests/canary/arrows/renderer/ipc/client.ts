// renderer-sees-the-router-as-a-type
export { router } from '../../main/ipc/router.ts';
// ui-knows-no-feature
export { one } from '../features/a/one.ts';
