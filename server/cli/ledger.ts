/** `ledger`: the books about every device, recounted, and what each said of itself last (L-1). */
import { balance, type DeviceBooks } from '../admin/balance.ts';
import { readArgs, type Command } from './command.ts';
import { DB_HELP, DB_OPTION, withOrganisation } from './database.ts';

export const ledgerCommand: Command = {
  name: 'ledger',
  summary: 'hold the books about every laptop against each other',
  help: `ledger [options]

Recounts what became of every edit of every laptop, compares it with the books that are kept, and shows what each laptop
said of itself when it was last here. Exit 1 when something does not fit.

${DB_HELP}`,
  async run(args, output) {
    const { values } = readArgs(args, DB_OPTION);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const devices = balance(storage, org);
      const isBalanced = devices.every((d) => d.problems.length === 0);
      const words = [
        ...devices.map(lineOf),
        isBalanced
          ? 'The books balance.'
          : 'THE BOOKS DO NOT BALANCE. Keep a copy of the database before anything else.',
      ];
      output.result(words.join('\n'), { devices, ok: isBalanced });
      return isBalanced ? 0 : 1;
    });
  },
};

function lineOf({ device, name, edits, saidAt, problems }: DeviceBooks): string {
  const heard = saidAt === null ? 'never compared' : `compared ${new Date(saidAt).toISOString()}`;
  return [`${device} ${name}: ${edits} edits, ${heard}`, ...problems.map((p) => `  ${p}`)].join('\n');
}
