/** What the console's core is made of: put together in `compose.ts`. */
import type { WeatherLink } from './connectivity/weather-link.ts';
import type { EnrolPorts } from './identity/enrol.ts';
import type { Replica } from './replica/replica.ts';
import type { Reserve } from './replica/reserve.ts';
import type { ConsoleOptions } from './shell/core.ts';
import type { Engine } from './sync/engine.ts';
import type { Timers } from './sync/link.ts';

export interface CorePorts {
  readonly options: ConsoleOptions;
  readonly replica: Replica;
  readonly engine: Engine;
  readonly enrolment: EnrolPorts;
  /** Training weather, between the engine and the network; absent where the link is a simulated one. */
  readonly weather?: Pick<WeatherLink, 'weather' | 'set'>;
  readonly timers: Timers;
  /** Server that this console uses now: enrolled with, or named on the command line. */
  readonly server: () => string | null;
  readonly useServer: (server: string) => void;
  readonly reserve: Reserve;
  /** Minutes east of UTC, for "today". */
  readonly zone: () => number;
}
