/** What can be wrong with the replica's file, with words for a person. */
export type ReplicaFaultKind = 'notOurs' | 'notWritable' | 'damaged' | 'newer' | 'oldSqlite' | 'inUse' | 'full' | 'io';

export class ReplicaFault extends Error {
  readonly kind: ReplicaFaultKind;
  constructor(kind: ReplicaFaultKind, words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'ReplicaFault';
    this.kind = kind;
  }
}
