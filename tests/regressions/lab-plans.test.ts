/** Every plan with which the lab ever broke something, made small, with the reason: they must never break again. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../lab/cli/studio.ts';
import type { Plan } from '../../lab/plan/plan.ts';

const folder = new URL('./plans/', import.meta.url);
const names = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.json'));

interface KeptPlan {
  readonly why: string;
  readonly plan: Plan;
}

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

describe('plans that broke something once', () => {
  test.each(names)('%s', async (name) => {
    const { why, plan } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as KeptPlan;
    const { violations } = await studio.run(plan);
    expect({ why, broken: violations.map((v) => `${v.invariant}: ${v.words}`) }).toEqual({ why, broken: [] });
  });
});
