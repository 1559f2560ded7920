/** What the frame shows: who works here, the link in words, what waits. Read anew each time, from the replica and the link. */
import type { AppState } from '../protocol/ipc/state.ts';
import type { CorePorts } from './core-ports.ts';
import { linkView } from './sync/evidence.ts';
import { waitingView } from './views/waiting-view.ts';

export interface FrameFacts {
  readonly locked: boolean;
  readonly demoOffered: boolean;
  /** Questions that the person here may answer. */
  readonly questions: number;
}

export function appState(ports: CorePorts, { locked, demoOffered, questions }: FrameFacts): AppState {
  const { replica, engine, options, server, timers, reserve } = ports;
  const identity = replica.identity();
  const catchUp = engine.puller.catchUp();
  return {
    phase: identity === null ? 'firstRun' : locked ? 'locked' : 'open',
    person: identity && { id: identity.person, name: identity.personName, role: identity.role },
    organisation: identity?.organisation ?? null,
    deviceName: identity?.deviceName ?? null,
    link: linkView(engine.known, engine.state(), server()),
    waiting: waitingView({ replica }),
    questions,
    replica: {
      records: replica.records.count.get() ?? 0,
      catchUp: catchUp && { done: catchUp.done, total: catchUp.total, etaMs: eta(catchUp, timers.now()) },
    },
    shell: options.shell,
    version: options.version,
    serverHint: server(),
    demoOffered,
    clockErrorMs: engine.clockErrorMs,
    diskLow: reserve.isLow(),
  };
}

function eta(catchUp: { done: number; total: number; startedAt: number }, now: number): number | null {
  const spent = now - catchUp.startedAt;
  return catchUp.done === 0 || spent <= 0 ? null : Math.round((spent / catchUp.done) * (catchUp.total - catchUp.done));
}
