/** What can be wrong with the replica's file, with words for a person. */
export type ReplicaFaultKind =
  | 'notOurs'
  | 'notWritable'
  | 'damaged'
  /** Sound, and without changes that it is known to have held. */
  | 'incomplete'
  | 'newer'
  | 'oldSqlite'
  | 'inUse'
  | 'full'
  | 'io';

export class ReplicaFault extends Error {
  readonly kind: ReplicaFaultKind;
  constructor(kind: ReplicaFaultKind, words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'ReplicaFault';
    this.kind = kind;
  }
}
