/**
 * The Merkle tree of RFC 9162 over the chain values of the log (docs/adr/0014): leaf 0x00, node 0x01, SHA-256. A root
 * commits to every entry up to its position; a path of a few dozen hashes shows that one entry is under it. Hashes are
 * lower-case hex outside and bytes inside.
 */
import { hash } from 'node:crypto';

export type Sha256 = (bytes: Uint8Array) => Buffer;
const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

const HASH_BYTES = 32;
/** Root of a tree without leaves, as the RFC has it. */
export const EMPTY_ROOT = hash('sha256', '', 'hex');

/** One leaf after the other; remembers only the roots of full subtrees. */
export class TreeOfPeaks {
  size = 0;
  /** The largest first; as many as `size` has bits that are set. */
  private readonly peaks: Buffer[] = [];
  private readonly leaf = Buffer.alloc(1 + HASH_BYTES, 0);
  private readonly node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

  static from(size: number, peaks: readonly string[]): TreeOfPeaks {
    const tree = new TreeOfPeaks();
    tree.size = size;
    tree.peaks.push(...peaks.map((peak) => Buffer.from(peak, 'hex')));
    return tree;
  }

  add(chain: string): void {
    this.leaf.write(chain, 1, 'hex');
    let peak = sha256(this.leaf);
    for (let n = this.size; n % 2 === 1; n = (n - 1) / 2) peak = this.join(this.peaks.pop(), peak);
    this.peaks.push(peak);
    this.size += 1;
  }

  root(): string {
    const [last, ...larger] = this.peaks.toReversed();
    if (!last) return EMPTY_ROOT;
    return larger.reduce((right, left) => this.join(left, right), last).toString('hex');
  }

  peaksNow(): readonly string[] {
    return this.peaks.map((peak) => peak.toString('hex'));
  }

  private join(left: Buffer | undefined, right: Buffer): Buffer {
    if (!left) throw new Error('a tree without the peak that its size asks for');
    left.copy(this.node, 1);
    right.copy(this.node, 1 + HASH_BYTES);
    return sha256(this.node);
  }
}

/** All levels of a tree, for paths. 64 bytes for each leaf. */
export class WholeTree {
  private readonly levels: Buffer[] = [];

  /** `leaves`: chain values as bytes, one after the other. `pause` between slices: a server has other things to do. */
  static async of(chains: Buffer, pause: () => Promise<void>): Promise<WholeTree> {
    const tree = new WholeTree();
    let level = await hashed(chains, HASH_BYTES, 0, pause);
    tree.levels.push(level);
    while (level.length > HASH_BYTES) {
      level = await hashed(level, 2 * HASH_BYTES, 1, pause);
      tree.levels.push(level);
    }
    return tree;
  }

  root(): string {
    const top = this.levels.at(-1);
    return top && top.length > 0 ? top.toString('hex') : EMPTY_ROOT;
  }

  /** From the leaf of that index (position less one) upwards. */
  path(index: number): readonly string[] {
    const path: string[] = [];
    for (const [height, level] of this.levels.slice(0, -1).entries()) {
      const beside = Math.floor(index / 2 ** height) ^ 1;
      if ((beside + 1) * HASH_BYTES > level.length) continue;
      path.push(level.toString('hex', beside * HASH_BYTES, (beside + 1) * HASH_BYTES));
    }
    return path;
  }
}

const SLICE = 20_000;

/** Hash of each piece of `size` bytes; what is left over is carried up as it is, which gives the RFC's uneven trees. */
async function hashed(from: Buffer, size: number, prefix: number, pause: () => Promise<void>): Promise<Buffer> {
  const whole = Math.floor(from.length / size);
  const rest = from.subarray(whole * size);
  const to = Buffer.alloc(whole * HASH_BYTES + rest.length);
  const input = Buffer.alloc(1 + size, prefix);
  for (let i = 0; i < whole; i++) {
    from.copy(input, 1, i * size, (i + 1) * size);
    sha256(input).copy(to, i * HASH_BYTES);
    if (i % SLICE === SLICE - 1) await pause();
  }
  rest.copy(to, whole * HASH_BYTES);
  return to;
}

/** The root that a leaf and its path lead to in a tree of `size` leaves (RFC 9162, 2.1.3.2); null: it does not fit. */
export function rootFrom(chain: string, index: number, size: number, path: readonly string[]): string | null {
  if (index < 0 || index >= size) return null;
  let at = sha256(Buffer.concat([Buffer.from([0]), Buffer.from(chain, 'hex')]));
  let [n, last] = [index, size - 1];
  for (const step of path) {
    if (last === 0) return null;
    const beside = Buffer.from(step, 'hex');
    const isRight = n % 2 === 1 || n === last;
    at = sha256(Buffer.concat([Buffer.from([1]), ...(isRight ? [beside, at] : [at, beside])]));
    if (isRight) while (n % 2 === 0 && n !== 0) [n, last] = [n / 2, Math.floor(last / 2)];
    [n, last] = [Math.floor(n / 2), Math.floor(last / 2)];
  }
  return last === 0 ? at.toString('hex') : null;
}
