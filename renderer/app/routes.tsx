/**
 * Every screen and its address. The history lives in the part after `#`, because the window is served from a file, a
 * protocol of the shell or 127.0.0.1, and none of them knows these paths.
 */
import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { DeviceScreen } from '../features/equipment/DeviceScreen.tsx';
import { EquipmentScreen } from '../features/equipment/EquipmentScreen.tsx';
import { HistoryScreen } from '../features/history/HistoryScreen.tsx';
import { ReviewScreen } from '../features/review/ReviewScreen.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';
import { SyncScreen } from '../features/sync/SyncScreen.tsx';
import { TeamScreen } from '../features/team/TeamScreen.tsx';
import { VisitScreen } from '../features/work-order/VisitScreen.tsx';
import { ById } from './ById.tsx';
import { Frame } from './Frame.tsx';
import { NotFound } from './NotFound.tsx';
import { NoJobPicked, WorkScreen } from './WorkScreen.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/work' });
  },
});
const work = createRoute({ getParentRoute: () => root, path: '/work', component: WorkScreen });
const workNone = createRoute({ getParentRoute: () => work, path: '/', component: NoJobPicked });
const workOne = createRoute({
  getParentRoute: () => work,
  path: '$id',
  component: () => <ById renderScreen={(id) => <VisitScreen key={id} id={id} />} />,
});
const equipment = createRoute({ getParentRoute: () => root, path: '/equipment', component: EquipmentScreen });
const equipmentOne = createRoute({
  getParentRoute: () => root,
  path: '/equipment/$id',
  component: () => <ById renderScreen={(id) => <DeviceScreen key={id} id={id} />} />,
});
const review = createRoute({ getParentRoute: () => root, path: '/review', component: () => <ReviewScreen /> });
const reviewOne = createRoute({
  getParentRoute: () => root,
  path: '/review/$id',
  component: () => <ById renderScreen={(id) => <ReviewScreen id={id} />} />,
});
const historyOne = createRoute({
  getParentRoute: () => root,
  path: '/history/$id',
  component: () => <ById renderScreen={(id) => <HistoryScreen key={id} id={id} />} />,
});
const sync = createRoute({ getParentRoute: () => root, path: '/sync', component: SyncScreen });
const team = createRoute({ getParentRoute: () => root, path: '/team', component: TeamScreen });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsScreen });

const tree = root.addChildren([
  home,
  work.addChildren([workNone, workOne]),
  equipment,
  equipmentOne,
  review,
  reviewOne,
  historyOne,
  sync,
  team,
  settings,
]);

export function newRouter() {
  return createRouter({ routeTree: tree, history: createHashHistory(), defaultPreload: false });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
