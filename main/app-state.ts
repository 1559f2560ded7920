/** What the frame shows: who works here, the link in words, what waits. Read anew each time, from the replica and the link. */
import { LANES } from '../domain/schema/types.ts';
import type { AppState, LinkView, WaitingView } from '../protocol/ipc/state.ts';
import type { CorePorts } from './core-ports.ts';
import type { ReplicaFault } from './replica/replica-fault.ts';
import { linkView } from './sync/evidence.ts';
import { diskFailure } from './verbs/keep-on-disk.ts';
import { waitingView } from './views/waiting-view.ts';

export interface FrameFacts {
  readonly locked: boolean;
  readonly demoOffered: boolean;
}

/** What has to be read from the database: as it was last read, once the disk has failed. */
export interface FrameCounts {
  readonly waiting: WaitingView;
  readonly records: number;
  /** Questions that the person here may answer. */
  readonly questions: number;
}

export const NO_COUNTS: FrameCounts = {
  waiting: {
    total: 0,
    oldest: null,
    lanes: LANES.map((lane) => ({ lane, count: 0, bytes: 0, oldest: null })),
    held: 0,
    confirming: 0,
  },
  records: 0,
  questions: 0,
};

export function readCounts({ replica }: Pick<CorePorts, 'replica'>, questions: number): FrameCounts {
  return { waiting: waitingView({ replica }), records: replica.records.count.get() ?? 0, questions };
}

export function appState(ports: CorePorts, { locked, demoOffered }: FrameFacts, counts: FrameCounts): AppState {
  const { replica, engine, options, server, timers, reserve } = ports;
  const identity = replica.identity();
  const catchUp = engine.puller.catchUp();
  const fault = replica.disk.fault();
  const link = linkView(engine.known, engine.state(), server());
  return {
    phase: identity === null ? 'firstRun' : locked ? 'locked' : 'open',
    person: identity && { id: identity.person, name: identity.personName, role: identity.role },
    organisation: identity?.organisation ?? null,
    deviceName: identity?.deviceName ?? null,
    link: fault ? stoppedBy(fault, link) : link,
    waiting: counts.waiting,
    questions: counts.questions,
    replica: {
      records: counts.records,
      catchUp: catchUp && { done: catchUp.done, total: catchUp.total, etaMs: eta(catchUp, timers.now()) },
    },
    shell: options.shell,
    version: options.version,
    serverHint: server(),
    demoOffered,
    clockErrorMs: engine.clockErrorMs,
    diskLow: reserve.isLow(),
    weather: trainingWeather(ports),
    diskFailed: fault && diskFailure(fault),
  };
}

/** Nothing is sent either: what would be sent cannot be read, and what comes back cannot be kept. */
function stoppedBy(fault: ReplicaFault, link: LinkView): LinkView {
  return { ...link, phase: 'off', says: 'Stopped, because the disk failed', do: diskFailure(fault).do };
}

function trainingWeather({ weather }: CorePorts): AppState['weather'] {
  return weather === undefined || weather.weather === 'clear' ? null : weather.weather;
}

function eta(catchUp: { done: number; total: number; startedAt: number }, now: number): number | null {
  const spent = now - catchUp.startedAt;
  return catchUp.done === 0 || spent <= 0 ? null : Math.round((spent / catchUp.done) * (catchUp.total - catchUp.done));
}
