/** `generate`: a made-up equipment register for trying things at full size. */
import { createReadStream } from 'node:fs';
import { generateEquipment } from '../admin/generate-equipment.ts';
import { readColumn } from '../admin/read-column.ts';
import { writeRegister } from '../admin/write-register.ts';
import { Failure, readArgs, required, UsageError, wholeNumber, type Command } from './command.ts';

const OPTIONS = {
  types: { type: 'string' },
  sites: { type: 'string' },
  'type-column': { type: 'string', default: 'name' },
  'site-column': { type: 'string', default: 'provider_id' },
  count: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '7' },
  out: { type: 'string' },
} as const;

export const generate: Command = {
  name: 'generate',
  summary: 'write a made-up equipment register as CSV',
  help: `generate equipment --types TYPES.csv --sites SITES.csv --out FILE.csv [options]

The same lists and seed give the same file.

  --types FILE         device types; --type-column NAME (default name)
  --sites FILE         sites by code; --site-column NAME (default provider_id)
  --count N            rows (default 100000)
  --seed N             (default 7)
  --out FILE           where to write it`,
  async run(args, output) {
    const { values, words } = readArgs(args, OPTIONS, ['equipment']);
    if (words[0] !== 'equipment') throw new UsageError(`generate ${words[0] ?? ''}: only equipment can be generated.`);
    const count = wholeNumber('--count', values.count, 1, 10_000_000);
    const seed = wholeNumber('--seed', values.seed, 0, 4_294_967_295);
    const out = required('--out', values.out);
    const types = await list(required('--types', values.types), values['type-column']);
    const sites = await list(required('--sites', values.sites), values['site-column']);
    await writeRegister(out, generateEquipment({ types, sites }, count, seed));
    return output.result(`${count.toLocaleString('en-GB')} rows written to ${out}`, { rows: count, file: out, seed });
  },
};

async function list(file: string, column: string): Promise<readonly string[]> {
  try {
    const found = await readColumn(createReadStream(file), column);
    if (found.length === 0) throw new Failure(`${file} has no rows under "${column}".`);
    return found;
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(`${file}: ${error.message}.`);
    throw error;
  }
}
