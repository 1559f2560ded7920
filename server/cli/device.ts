/** `device`: which laptops belong here. */
import { randomBytes } from 'node:crypto';
import type { DeviceNo } from '../../domain/ids.ts';
import { personNamed } from '../admin/people.ts';
import { ENROLMENT_MS, hashCode, makeCode } from '../auth/enrolment.ts';
import {
  Failure,
  readArgs,
  required,
  UsageError,
  wholeNumber,
  type Command,
  type ExitCode,
  type Output,
} from './command.ts';
import { DB_HELP, DB_OPTION, withOrganisation } from './database.ts';

export const device: Command = {
  name: 'device',
  summary: 'enrol, list and revoke laptops',
  help: `device enrol --person NAME [--name LAPTOP]     prints a code for one laptop, good for a week
device list
device revoke --device NUMBER

  --person NAME        whose laptop it is: name or id
${DB_HELP}`,
  async run(args, output) {
    const [verb = '', ...rest] = args;
    const run = VERBS[verb];
    if (!run) throw new UsageError(`device ${verb}: ${Object.keys(VERBS).join(', ')}?`);
    return run(rest, output);
  },
};

const VERBS: { readonly [verb: string]: (args: readonly string[], output: Output) => Promise<ExitCode> } = {
  async enrol(args, output) {
    const { values } = readArgs(args, { ...DB_OPTION, person: { type: 'string' }, name: { type: 'string' } });
    const who = required('--person', values.person);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const named = personNamed(storage, org, who);
      if ('words' in named) throw new Failure(named.words);
      const code = makeCode(randomBytes);
      const expiresAt = Date.now() + ENROLMENT_MS;
      const deviceName = values.name?.trim() || `${who}'s laptop`;
      storage.directory.putEnrolment(org, {
        codeHash: hashCode(code),
        person: named.person,
        deviceName,
        expiresAt,
        usedBy: null,
      });
      return output.result(
        `${code}\n\nFor one laptop, until ${new Date(expiresAt).toISOString().slice(0, 10)}. It is shown this once.`,
        {
          code,
          person: named.person,
          expiresAt,
        },
      );
    });
  },
  async list(args, output) {
    const { values } = readArgs(args, DB_OPTION);
    return withOrganisation(values.db, async ({ storage, org }) => {
      const devices = storage.directory.devices(org);
      const lines = devices.map((d) => {
        const seen =
          d.lastSeenAt === null ? 'never heard' : `heard ${new Date(d.lastSeenAt).toISOString().slice(0, 16)}Z`;
        return `${String(d.device).padStart(5)}  ${d.name}  ${seen}${d.revokedAt === null ? '' : '  (revoked)'}`;
      });
      return output.result(lines.join('\n') || 'No laptops yet.', { devices });
    });
  },
  async revoke(args, output) {
    const { values } = readArgs(args, { ...DB_OPTION, device: { type: 'string' } });
    const number = wholeNumber('--device', required('--device', values.device), 2, 99_999_999) as DeviceNo;
    return withOrganisation(values.db, async ({ storage, org }) => {
      const row = storage.directory.device(org, number);
      if (!row) throw new Failure(`There is no laptop ${number}. "device list" shows them.`);
      storage.directory.revoke(org, number, Date.now());
      return output.result(`${row.name} (${number}) may no longer connect.`, { device: number });
    });
  },
};
