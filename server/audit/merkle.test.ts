import { createHash } from 'node:crypto';
import { assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, rootFrom, TreeOfPeaks, WholeTree } from './merkle.ts';

const sha = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const chainOf = (n: number): string => sha(Buffer.from(`entry ${n}`)).toString('hex');
const chains = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => chainOf(i));
const now = (): Promise<void> => Promise.resolve();
const whole = (of: readonly string[]): Promise<WholeTree> => WholeTree.of(Buffer.from(of.join(''), 'hex'), now);

/** As the RFC defines it: split at the largest power of two below the number of leaves. */
function definition(leaves: readonly string[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha();
  if (leaves.length === 1) return sha(Buffer.from([0]), Buffer.from(first, 'hex'));
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha(Buffer.from([1]), definition(leaves.slice(0, k)), definition(leaves.slice(k)));
}

function peaksOf(leaves: readonly string[]): TreeOfPeaks {
  const tree = new TreeOfPeaks();
  for (const leaf of leaves) tree.add(leaf);
  return tree;
}

describe('the tree over the chain', () => {
  it('[A-1] has the root that RFC 9162 defines, grown leaf by leaf, gone on from peaks, or built whole', async () => {
    expect(peaksOf([]).root()).toBe(EMPTY_ROOT);
    for (let n = 1; n <= 70; n++) {
      const leaves = chains(n);
      const root = definition(leaves).toString('hex');
      expect(peaksOf(leaves).root()).toBe(root);
      expect((await whole(leaves)).root()).toBe(root);
      const half = peaksOf(leaves.slice(0, n >> 1));
      const goneOn = TreeOfPeaks.from(half.size, half.peaksNow());
      for (const leaf of leaves.slice(n >> 1)) goneOn.add(leaf);
      expect(goneOn.root()).toBe(root);
    }
  });

  it('[A-2] every path leads to the root, for every leaf of every size', async () => {
    for (let n = 1; n <= 40; n++) {
      const tree = await whole(chains(n));
      for (let i = 0; i < n; i++) expect(rootFrom(chainOf(i), i, n, tree.path(i))).toBe(tree.root());
    }
  });

  it('[A-2] another leaf, another place, another size or a path that was touched leads elsewhere', async () => {
    const size = 37;
    const tree = await whole(chains(size));
    assert(
      property(nat(size - 1), nat(size - 2), nat(300), (i, away, at) => {
        const path = tree.path(i);
        const other = (i + 1 + away) % size;
        const step = at % path.length;
        const touched = path.with(step, `${path[step]?.startsWith('0') ? '1' : '0'}${path[step]?.slice(1)}`);
        const elsewhere = [
          rootFrom(chainOf(other), i, size, path),
          rootFrom(chainOf(i), other, size, path),
          rootFrom(chainOf(i), i, size, touched),
          rootFrom(chainOf(i), i, size, path.slice(1)),
          rootFrom(chainOf(i), i, size, [...path, EMPTY_ROOT]),
        ];
        expect(elsewhere).not.toContain(tree.root());
      }),
    );
    expect(rootFrom(chainOf(3), 40, size, tree.path(3))).toBeNull();
  });
});
