/** What a session needs of the world: passed in by `compose.ts`, or by the lab. */
import type { DeviceNo, PersonId, RecordId } from '../../domain/ids.ts';
import type { Role, Schema } from '../../domain/schema/types.ts';
import type { Packer } from '../../protocol/wire/frame.ts';
import type { CheckpointPorts } from '../audit/checkpoint.ts';
import type { Storage } from '../storage/contract/storage.ts';
import type { Committer } from '../sync/committer.ts';
import type { FrameCache, Ring } from '../sync/publish.ts';

export interface LeaseClaims {
  readonly person: PersonId;
  readonly device: DeviceNo;
  readonly role: Role;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Who is there: proofs, not promises. */
export interface Gate {
  nonce(): string;
  /** Ed25519 over UTF-8 text; key SPKI DER and signature base64. False for anything malformed. */
  verify(publicKey: string, text: string, signature: string): boolean;
  /** Proof of the server's own that it said this text; no console can make one. */
  seal(text: string): string;
  isSealed(text: string, seal: string): boolean;
  /** null when the lease is not ours or was altered; an expired one is returned as it is. */
  readLease(token: string): LeaseClaims | null;
  /** A fresh lease for a person who may still work here, or null. */
  renewLease(device: DeviceNo, person: PersonId): string | null;
  /** Sites a person may see: null is all of the organisation. */
  sitesOf(person: PersonId): readonly RecordId[] | null;
}

export interface SessionMetrics {
  pushed(changes: number, milliseconds: number): void;
  outcome(kind: string): void;
  refusedFrame(kind: string): void;
  sentRows(rows: number): void;
  /** The books of a laptop and the server contradict each other (L-1). */
  ledgerDiffers?(kind: string): void;
  /** The log that a laptop was told of is not this one any more (W-12). */
  logCut?(): void;
  /** A replica differed from the log, and what came of the repair: `holds` or `stillDiffers` (W-8). */
  mended?(result: string): void;
}

/** Versions of the wire that a server speaks. */
export interface WireVersions {
  readonly newest: number;
  readonly oldest: number;
}

export interface SessionPorts {
  readonly org: string;
  readonly schema: Schema;
  /** Absent: those of this program. */
  readonly wire?: WireVersions;
  readonly storage: Storage;
  readonly committer: Committer;
  readonly ring: Ring;
  readonly frames: FrameCache;
  readonly packer: Packer;
  readonly gate: Gate;
  readonly clock: () => number;
  readonly sha256: (text: string) => string;
  /** Signs checkpoints and exports; absent: there are none. */
  readonly audit?: CheckpointPorts;
  readonly metrics: SessionMetrics;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
  /** True while the server takes no new work: stopping, or over its limits. */
  readonly busy: () => { readonly comeBackMs: number } | null;
  /** Most records of one delta; absent: as many as the wire lets through. Fewer cost more turns and repeat less after a cut. */
  readonly deltaRecords?: number;
}
