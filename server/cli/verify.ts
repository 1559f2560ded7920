/** `verify`: proof that nothing in the log or the records was altered. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Position } from '../../domain/ids.ts';
import { verify, type Verified } from '../admin/verify.ts';
import { printOfKey } from '../audit/audit-key.ts';
import { digest48, sha256 } from '../compose.ts';
import type { Checkpoint } from '../storage/contract/checkpoints.ts';
import { Failure, readArgs, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, withOrganisation } from './database.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'prove that log and records are what was written',
  help: `verify [options]

Reckons the chain of the log from its first entry, holds it against every signed checkpoint, and every record against its
digest and the sums. What does not fit is named with its position in the log; exit 1.

  --witness FILE       an export of a history (JSON Lines) that was made earlier: its checkpoint is held against the log,
                       too. Kept elsewhere, it tells also what somebody changed who could sign anew
${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, { ...DB_OPTION, witness: { type: 'string', multiple: true } });
    const witnesses = (values.witness ?? []).map(readWitness);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const progress = (done: number, of: number): void => output.progress(`${done} of ${of} entries`);
      const found = verify({ storage, org, sha256, digest: digest48, witnesses, progress });
      const isWell = found.findings.length === 0;
      const said = isWell ? 'all is as it was written.' : found.problems.join('\n');
      const words = `${found.entries} entries of the log and ${found.records} records: ${isWell ? '' : '\n'}${said}\n${signedWords(found)}`;
      const keyPrint = found.publicKey && printOfKey(found.publicKey);
      output.result(words, { ...found, keyPrint, ok: isWell });
      return isWell ? 0 : 1;
    });
  },
};

function signedWords({ signedUpTo, lastSignedAt, publicKey, entries }: Verified): string {
  if (publicKey === null || lastSignedAt === null) return 'Nothing was signed yet: a cut end would not be noticed.';
  const beyond = entries > signedUpTo ? `, ${entries - signedUpTo} after it are not yet` : '';
  return `Signed up to ${signedUpTo} at ${new Date(lastSignedAt).toISOString()}${beyond}. Key: ${printOfKey(publicKey)}`;
}

const witnessShape = z.object({
  checkpoint: z.object({
    position: z.number().int().min(1),
    incarnation: z.string(),
    chain: z.string(),
    root: z.string(),
    at: z.number(),
    signature: z.string(),
  }),
});

/** @throws Failure */
function readWitness(file: string): Checkpoint {
  const [first = ''] = readFileSync(file, 'utf8').split('\n', 1);
  try {
    const { said } = z.object({ said: z.string() }).parse(JSON.parse(first));
    const { checkpoint } = witnessShape.parse(JSON.parse(said));
    return { ...checkpoint, position: checkpoint.position as Position };
  } catch {
    throw new Failure(`${file} is not a history that was exported as JSON Lines.`);
  }
}
