/** The console's core over a test console: what the screens call, with a real engine and a real database beneath. */
import { ConsoleCoreImpl } from '../../main/console-core.ts';
import { deviceKey } from '../../main/identity/device-key.ts';
import type { Reserve } from '../../main/replica/reserve.ts';
import type { Settings } from '../../protocol/ipc/api.ts';
import { realTimers, type TestConsole } from './console.ts';

const SETTINGS: Settings = { theme: 'light', textSize: 'normal', density: 'normal' };
const ROOMY: Reserve = { isLow: () => false, release: () => false };

export function coreOf(console: TestConsole): ConsoleCoreImpl {
  const { replica, engine } = console;
  const timers = realTimers();
  return new ConsoleCoreImpl({
    replica,
    engine,
    timers,
    options: {
      profileDir: console.folder,
      server: null,
      shell: 'browser',
      version: 'test',
      settings: { get: () => SETTINGS, set: () => SETTINGS },
      keys: { replicaKey: async () => null },
      openAnother: null,
      log: (line) => void console.logged.push({ event: 'core', ...line }),
    },
    reserve: ROOMY,
    server: () => null,
    useServer: () => {},
    zone: () => 0,
    enrolment: {
      replica,
      key: deviceKey(replica),
      explain: () => Promise.resolve(''),
      after: timers.after,
      random: (n) => Buffer.alloc(n),
    },
  });
}
