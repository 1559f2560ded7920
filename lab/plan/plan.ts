/**
 * A plan: everything that people will do and everything that will go wrong, as data, drawn from a seed before the run
 * begins. A run is a function of its plan; leaving a step out of it leaves the rest as it was, which is what makes
 * shrinking possible.
 */
import type { WeatherName } from '../../domain/weather/weather.ts';
import type { Attack } from '../world/attacker.ts';
import type { HospitalName } from '../world/hospital.ts';
import type { VersionName } from '../world/versions.ts';

export const STEP_KINDS = [
  'edit',
  'clash',
  'openForm',
  'saveForm',
  'append',
  'create',
  'schedule',
  'archive',
  'reopen',
  'answer',
  'undoAnswer',
  'move',
  'prefer',
  'check',
  'resend',
  'give',
  'undo',
  'look',
  'history',
  'linkOff',
  'linkOn',
  'tryNow',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** One thing that a person does at a laptop. `pick`: luck for its choices, each in [0, 1). */
export interface Step {
  readonly at: number;
  readonly laptop: number;
  readonly does: StepKind;
  readonly pick: readonly [number, number, number];
}

/** What can go wrong; `for` is how long, milliseconds, where it lasts. */
export type Fault =
  | {
      readonly kind: 'weather';
      readonly at: number;
      readonly for: number;
      readonly laptop: number;
      readonly weather: WeatherName;
    }
  | { readonly kind: 'cut'; readonly at: number; readonly laptop: number; readonly told: boolean }
  | {
      readonly kind: 'kill';
      readonly at: number;
      readonly for: number;
      readonly laptop: number;
      readonly steps: number;
      readonly after: boolean;
    }
  | { readonly kind: 'powerCut'; readonly at: number; readonly for: number; readonly laptop: number }
  | { readonly kind: 'reboot'; readonly at: number; readonly for: number; readonly laptop: number }
  | { readonly kind: 'sleep'; readonly at: number; readonly for: number; readonly laptop: number }
  | { readonly kind: 'diskFull'; readonly at: number; readonly for: number; readonly laptop: number }
  | { readonly kind: 'eio'; readonly at: number; readonly for: number; readonly laptop: number }
  | {
      readonly kind: 'clock';
      readonly at: number;
      readonly laptop: number;
      readonly jumpMs: number;
      readonly drift: number;
    }
  | { readonly kind: 'clone'; readonly at: number; readonly for: number; readonly laptop: number }
  | {
      readonly kind: 'oldDisk';
      readonly at: number;
      readonly for: number;
      readonly laptop: number;
      readonly ageMs: number;
    }
  | {
      readonly kind: 'serverKill';
      readonly at: number;
      readonly for: number;
      readonly steps: number;
      readonly after: boolean;
    }
  | { readonly kind: 'serverStop'; readonly at: number; readonly for: number }
  | { readonly kind: 'serverBusy'; readonly at: number; readonly for: number; readonly comeBackMs: number }
  | { readonly kind: 'serverDisk'; readonly at: number; readonly for: number; readonly fault: 'full' | 'eio' }
  | { readonly kind: 'serverRestore'; readonly at: number; readonly ageMs: number; readonly told: boolean }
  | {
      readonly kind: 'upgrade';
      readonly at: number;
      readonly for: number;
      readonly laptop: number;
      readonly to: VersionName;
    }
  | { readonly kind: 'serverUpgrade'; readonly at: number; readonly for: number; readonly to: VersionName }
  | { readonly kind: 'attack'; readonly at: number; readonly attack: Attack }
  | {
      readonly kind: 'sites';
      readonly at: number;
      readonly laptop: number;
      readonly sites: 'north' | 'south' | 'both';
    };
export type FaultKind = Fault['kind'];

export interface Plan {
  readonly scenario: string;
  readonly seed: number;
  /** Where it takes place; absent: the usual hospital. */
  readonly hospital?: HospitalName;
  /** Members of the hospital that take part, by their place in its list; a laptop each. */
  readonly cast: readonly number[];
  /** Versions side by side; absent: everybody runs the product as it is. */
  readonly versions?: { readonly server: VersionName; readonly laptops: readonly VersionName[] };
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
  /** When everything heals, milliseconds from the beginning. */
  readonly healAt: number;
  /** What is done once every queue is empty; absent: nothing, nobody lifts a finger. */
  readonly afterwards?: 'answerWhatIsLeft';
}

/** What a scenario draws. */
export type Drawn = Pick<Plan, 'steps' | 'faults' | 'healAt' | 'versions' | 'hospital' | 'afterwards'>;
