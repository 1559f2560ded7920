/**
 * A figure as the benches print it: what was measured, the machine's own limit in the same run, and what is aimed for.
 * Absolute times say little on a shared machine; the ratio to the limit is what may be compared between runs.
 */

export interface Figure {
  /** Row of the table in docs/performance.md. */
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The limit in the same unit; null where the figure stands for itself. */
  readonly limit: number | null;
  readonly ratio: number | null;
  /** In words: "≤ 1.3 ×" is about the ratio, "≤ 16 B" about the value; null: printed for comparison only. */
  readonly target: string | null;
  readonly ok: boolean | null;
}

export interface Report {
  figure(figure: Figure): void;
  /** A line for a person; not part of the output for machines. */
  note(text: string): void;
}

interface Measured {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

/** Shown beside the headline figures: nothing is aimed for. */
export function shown(m: Measured): Figure {
  const limit = m.limit ?? null;
  return { ...m, limit, ratio: limit === null ? null : m.value / limit, target: null, ok: null };
}

/** Held to a multiple of its limit. */
export function heldToLimit(m: Measured & { readonly limit: number }, atMost: number): Figure {
  const ratio = m.value / m.limit;
  return { ...m, ratio, target: `≤ ${atMost} ×`, ok: ratio <= atMost };
}

/** Held to a number of its own unit. */
export function heldToValue(m: Measured, atMost: number): Figure {
  return { ...shown(m), target: `≤ ${atMost} ${m.unit}`, ok: m.value <= atMost };
}

/** One JSON object per line, in the order of docs/performance.md. */
export function jsonLine(f: Figure): string {
  const { id, name, value, unit, limit, ratio, target, ok } = f;
  return JSON.stringify({
    id,
    name,
    value: short(value),
    unit,
    limit: limit && short(limit),
    ratio: ratio && short(ratio),
    target,
    ok,
  });
}

export function textLine(f: Figure): string {
  const limit = f.limit === null ? '' : `limit ${short(f.limit)} ${f.unit}`;
  const ratio = f.ratio === null ? '' : `${f.ratio.toFixed(2)} ×`;
  const verdict = f.ok === null ? '' : f.ok ? `${f.target}  met` : `${f.target}  NOT MET`;
  const value = `${short(f.value)} ${f.unit}`;
  return [f.id.padEnd(4), f.name.padEnd(66), value.padStart(12), limit.padStart(18), ratio.padStart(8), `  ${verdict}`]
    .join(' ')
    .trimEnd();
}

/** Three significant digits are more than a shared machine can tell apart. */
function short(value: number): number {
  return Number(value.toPrecision(value >= 1_000 ? 5 : 3));
}
