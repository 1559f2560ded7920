/**
 * Somebody who means harm, on the same network: noise, frames of others sent again or with a bit flipped, bombs, floods,
 * and an enrolled laptop that signs what it has no right to. Whatever it does costs itself; the invariants say the rest.
 */
import { constants, zstdCompressSync } from 'node:zlib';
import { changeText, type Change } from '../../domain/change/change.ts';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import { changeId, FIRST_EPOCH, recordId, type SaveId, type Sequence } from '../../domain/ids.ts';
import { deviceKey } from '../../main/identity/device-key.ts';
import { openReplica } from '../../main/replica/open.ts';
import { Replica } from '../../main/replica/replica.ts';
import { helloFor } from '../../main/sync/hello.ts';
import { zstdPacker } from '../../main/sync/zstd.ts';
import { toColumns } from '../../protocol/wire/batch.ts';
import { frameText, type FrameLink } from '../../protocol/wire/frame.ts';
import { readDown } from '../../protocol/wire/messages.ts';
import { MAX_FRAME_BYTES } from '../../protocol/wire/limits.ts';
import { pushText } from '../../protocol/wire/push.ts';
import { digest48, schema, sha256 } from '../../server/compose.ts';
import type { Chance } from './chance.ts';
import { BEGINNING, MEMBERS, type Member } from './hospital.ts';
import type { Loop } from './loop.ts';
import type { Doorstep, Guest } from './network.ts';

export const ATTACKS = ['noise', 'flipped', 'replayed', 'bomb', 'huge', 'flood', 'forged'] as const;
export type Attack = (typeof ATTACKS)[number];

export interface AttackerOptions {
  readonly loop: Loop;
  readonly chance: Chance;
  readonly doorstep: Doorstep;
  /** Frames that honest laptops sent lately. */
  readonly captured: () => readonly Uint8Array[];
  /** Folder of a replica that is enrolled as the last member of the hospital. */
  readonly replicaFile: string;
  readonly onBug: (error: unknown) => void;
}

/** Nobody's laptop in any scenario. */
export const INSIDER = MEMBERS.at(-1) as Member;
/** Whom it would like to be. */
const MANAGER = MEMBERS[0] as Member;
const LATER_MS = 40;

export class Attacker {
  private readonly options: AttackerOptions;
  private guest: Guest | null = null;

  constructor(options: AttackerOptions) {
    this.options = options;
  }

  attack(kind: Attack): void {
    const { loop, doorstep } = this.options;
    const heard: Uint8Array[] = [];
    const link: FrameLink = {
      send: (frame) => void heard.push(frame),
      buffered: () => 0,
      close: () => loop.after(1, () => this.leave()),
    };
    this.leave();
    this.guest = doorstep.accept(link);
    if (!this.guest) return;
    if (kind !== 'forged' && kind !== 'replayed') return this.send(this.framesFor(kind));
    loop.after(LATER_MS, () => {
      const hello = this.hello(heard[0]);
      if (!hello) return;
      this.send([hello]);
      loop.after(LATER_MS, () => this.send(kind === 'forged' ? [this.forged()] : this.options.captured()));
    });
  }

  leave(): void {
    this.guest?.ended();
    this.guest = null;
  }

  private send(frames: readonly Uint8Array[]): void {
    for (const frame of frames) this.guest?.frame(frame);
  }

  private framesFor(kind: Attack): readonly Uint8Array[] {
    const { chance, captured } = this.options;
    const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => chance.between(0, 255));
    switch (kind) {
      case 'noise':
        return Array.from({ length: 12 }, () => noise(chance.between(0, 400)));
      case 'flipped':
        return captured().map((frame) => {
          const copy = Uint8Array.from(frame);
          const at = chance.between(0, copy.length - 1);
          copy[at] = (copy[at] ?? 0) ^ (1 << chance.between(0, 7));
          return copy;
        });
      case 'bomb':
        return [bomb()];
      case 'huge':
        return [new Uint8Array(MAX_FRAME_BYTES + 1)];
      default:
        return Array.from({ length: 10_000 }, (_v, i) => zstdPacker.pack(frameText({ k: 'ping', ping: i })));
    }
  }

  /** The insider's own hello, made by the real code from its own replica. */
  private hello(challenge: Uint8Array | undefined): Uint8Array | null {
    if (!challenge) return null;
    const { message } = readDown(zstdPacker, challenge);
    if (message.k !== 'challenge') return null;
    const raw = openReplica({ file: this.options.replicaFile, key: null });
    try {
      const replica = new Replica(raw, { schema, clock: () => BEGINNING, sha256, digest: digest48 });
      const { sign } = deviceKey(replica);
      const hello = helloFor(replica, { sign, version: 'lab' }, message, BEGINNING + this.options.loop.now());
      return hello && zstdPacker.pack(frameText(hello));
    } finally {
      raw.close();
    }
  }

  /** A batch with a good signature of this laptop, in the manager's name. */
  private forged(): Uint8Array {
    const seq = this.options.chance.between(1, 50);
    const { device } = INSIDER;
    const nothing = { writer: null, canonical: null, archived: null };
    const change: Change = {
      device,
      epoch: FIRST_EPOCH,
      seq: seq as Sequence,
      save: changeId(device, FIRST_EPOCH, seq) as string as SaveId,
      lane: 'normal',
      author: MANAGER.person,
      role: 'manager',
      schema: schema.version,
      hlc: hlcFromMs(BEGINNING),
      madeAt: BEGINNING,
      edits: [
        {
          record: recordId(device, FIRST_EPOCH, seq, 0),
          collection: 'preference',
          group: 'setting',
          set: { key: 'forged', value: 'w0w' },
          saw: nothing,
        },
      ],
    };
    const raw = openReplica({ file: this.options.replicaFile, key: null });
    try {
      const replica = new Replica(raw, { schema, clock: () => BEGINNING, sha256, digest: digest48 });
      const signature = deviceKey(replica).sign(pushText(device, FIRST_EPOCH, [sha256(changeText(change))]));
      return zstdPacker.pack(frameText({ k: 'push', batch: 1, ...toColumns([change]), signature }));
    } finally {
      raw.close();
    }
  }
}

let packedZeros: Uint8Array | null = null;

/** A few kilobytes that would unpack to a gigabyte's tenth. */
function bomb(): Uint8Array {
  if (!packedZeros) {
    const body = zstdCompressSync(Buffer.alloc(100 << 20), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
    packedZeros = new Uint8Array(body.length + 1);
    packedZeros[0] = 1;
    packedZeros.set(body, 1);
  }
  return packedZeros;
}
