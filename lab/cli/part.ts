/** A share of the seeds in a process of its own: `part.ts SCENARIO FROM SEEDS [DEVICES]`, a line of JSON for each seed. */
import { isScenario, planOf } from '../scenarios/scenarios.ts';
import { openStudio } from './studio.ts';
import { tallyOf } from './tally.ts';

const [name = '', from = '1', seeds = '1', devices = ''] = process.argv.slice(2);
if (!isScenario(name)) throw new Error(`no scenario ${name}`);
const studio = await openStudio();
try {
  for (let seed = Number(from); seed < Number(from) + Number(seeds); seed++) {
    const plan = planOf(name, seed, devices === '' ? undefined : Number(devices));
    const began = Date.now();
    const result = await studio.run(plan);
    process.stdout.write(`${JSON.stringify(tallyOf(plan, result, Date.now() - began))}\n`);
  }
} finally {
  studio.close();
}
