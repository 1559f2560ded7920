/** An expected failure, as data: what a person is told, at which field, and a code for support. */
export const FAULT_KINDS = [
  'badInput',
  'notFound',
  'notAllowed',
  'wrongPin',
  'noLink',
  'enrolmentRefused',
  'diskFull',
  'cannotSave',
  /** The disk failed: nothing can be saved until the app was started again. */
  'diskFailed',
  'locked',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly words: string;
  /** Field of the form that it is about: `group.field`, or null. */
  readonly field: string | null;
  /** Small, at the end of the message, for support. */
  readonly code: string;
}

export class ConsoleFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.words);
    this.name = 'ConsoleFault';
    this.fault = fault;
  }
}
