/** What a shell gives the console's core and gets from it: the contract between main/compose.ts and the shells. Types only. */
import type { ConsoleApi, Settings } from '../../protocol/ipc/api.ts';
import type { SettingsInput } from '../../protocol/ipc/inputs.ts';

export type ShellKind = 'electron' | 'browser';

export interface ConsoleOptions {
  /** An existing directory that only this console uses (the shell holds its lock). */
  readonly profileDir: string;
  /** Server from the command line, or null: the one this console is enrolled with, or first run asks. */
  readonly server: string | null;
  readonly shell: ShellKind;
  readonly version: string;
  readonly settings: SettingsPort;
  readonly keys: KeyPort;
  /** Tells a person outside of the window; absent: the pages do it. */
  readonly notify?: NotifyPort;
  /** Starts another console as another person on this machine (demo); null where that cannot be done. */
  readonly openAnother: OpenAnother | null;
  /** One line of the log, for diagnosis. Never holds what a person wrote. */
  readonly log: (line: object) => void;
}

/** False when nothing could be shown. `onClick` once, when the person wants to see it: the window is in front by then. */
export type NotifyPort = (notice: { readonly title: string; readonly body: string }, onClick: () => void) => boolean;

/** `url` carries a one-time token when the other console opened no window of its own. */
export type OpenAnother = () => Promise<{ readonly url: string }>;

export interface ConsoleCore {
  readonly api: ConsoleApi;
  /** Ends cleanly: nothing is lost, the database is checkpointed and closed. */
  close(): Promise<void>;
  /** True when this console holds nothing that has not reached the server. */
  isEmptyOfUnsent?(): boolean;
}

/** Throws `StartFailure` for what a person can act on. */
export type ComposeConsole = (options: ConsoleOptions) => Promise<ConsoleCore>;

/** Display settings: on this machine only, outside the database. */
export interface SettingsPort {
  get(): Settings;
  set(change: SettingsInput): Settings;
}

export interface KeyPort {
  /** 32 random bytes kept by the operating system's secret store; null where there is none to trust. */
  replicaKey(): Promise<Buffer | null>;
}

/** An error by which the core refuses to start, leaving the data untouched: told apart by shape, not by class. */
export interface StartFailure extends Error {
  /** For support: `damaged`, `foreign`, `tooNew`, `unwritable`… */
  readonly kind: string;
  /** What is wrong and what to do; the message where there are no others. */
  readonly words?: string;
}
