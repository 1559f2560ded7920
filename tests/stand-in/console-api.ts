/** Stands in for the console's core where a test is about the way to it: verbs that such tests call, nothing behind them. */
import type { ConsoleApi, SaveResult, Settings } from '../../protocol/ipc/api.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { SaveInput } from '../../protocol/ipc/inputs.ts';
import type { AppState } from '../../protocol/ipc/state.ts';

export interface StandInApi {
  readonly api: ConsoleApi;
  readonly saves: SaveInput[];
  readonly listeners: () => number;
  /** Tells those who watch the state a new version text, which stands for any change. */
  readonly tell: (version: string) => void;
}

const FIRST_RUN: AppState = {
  phase: 'firstRun',
  person: null,
  organisation: null,
  deviceName: null,
  link: {
    switchedOn: true,
    phase: 'off',
    reason: null,
    says: '',
    do: '',
    steps: {
      network: 'unknown',
      name: 'unknown',
      server: 'unknown',
      secure: 'unknown',
      signedIn: 'unknown',
      writeCompletes: 'unknown',
    },
    retryAt: null,
    lastWriteAt: null,
    server: null,
  },
  waiting: { total: 0, oldest: null, lanes: [], held: 0, confirming: 0 },
  questions: 0,
  replica: { records: 0, catchUp: null },
  shell: 'browser',
  version: '0',
  serverHint: null,
  demoOffered: true,
  clockErrorMs: null,
  diskLow: false,
  weather: null,
  diskFailed: null,
};

export function standInApi(): StandInApi {
  const watching = new Set<(state: AppState) => void>();
  const saves: SaveInput[] = [];
  let version = '0';
  let settings: Settings = { theme: 'system', textSize: 'normal', density: 'normal' };
  const state = (): AppState => ({ ...FIRST_RUN, version });
  const verbs: Partial<ConsoleApi> = {
    state,
    onState(listener) {
      watching.add(listener);
      return () => watching.delete(listener);
    },
    onAnnounced: () => () => {},
    settings: () => settings,
    changeSettings(change) {
      settings = { ...settings, ...(change as Partial<Settings>) };
      return settings;
    },
    unlock(pin) {
      if (pin === '4711') return Promise.resolve();
      const fault = { kind: 'wrongPin', words: 'That is not the PIN.', field: 'pin', code: 'PIN-1' } as const;
      return Promise.reject(new ConsoleFault(fault));
    },
    demoPeople: () => new Promise(() => {}),
    sync() {
      throw new Error('a bug, on purpose');
    },
    save(input): SaveResult {
      saves.push(input);
      const label = { text: 'Saved locally. Will sync on reconnect.' } as SaveResult['label'];
      return { records: [], changes: [], savedAt: 1, label };
    },
  };
  return {
    api: verbs as ConsoleApi,
    saves,
    listeners: () => watching.size,
    tell(next) {
      version = next;
      for (const listener of watching) listener(state());
    },
  };
}
