// main-imports-inward
export { admit } from '../server/sync/admit.ts';
// core-does-not-know-its-shell
export { openWindow } from './shell/electron/window.ts';
