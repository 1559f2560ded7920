/** Enrolling this laptop, and the people who may be chosen in a demo: calls to the server before there is a session. */
import { hostname } from 'node:os';
import type { DeviceNo, Epoch, PersonId } from '../../domain/ids.ts';
import {
  ACCOUNT_PATHS,
  accountAnswer,
  demoPeople,
  signInText,
  type AccountAnswer,
} from '../../protocol/wire/account.ts';
import type { DemoPerson } from '../../protocol/ipc/api.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { Replica } from '../replica/replica.ts';
import { connect, type Connection } from '../sync/trpc-link.ts';
import type { DeviceKey } from './device-key.ts';
import { keepPin } from './pin.ts';

const CALL_MS = 20_000;

export interface EnrolPorts {
  readonly replica: Replica;
  readonly key: DeviceKey;
  readonly explain: (server: string) => Promise<string>;
  /** Runs later; gives a way to take it back. */
  readonly after: (ms: number, task: () => void) => () => void;
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Buffer;
}

export async function fetchDemoPeople(ports: EnrolPorts, server: string): Promise<readonly DemoPerson[]> {
  const people = demoPeople.parse(await call(ports, server, 'query', ACCOUNT_PATHS.people, undefined));
  return people.map((p) => ({ id: p.person as PersonId, name: p.name, role: p.role, about: ABOUT[p.role] }));
}

const ABOUT: Readonly<Record<DemoPerson['role'], string>> = {
  technician: 'Technician',
  lead: 'Team lead',
  manager: 'Service manager',
  admin: 'Administrator',
};

export async function enrolWithCode(ports: EnrolPorts, server: string, code: string, pin: string): Promise<void> {
  const request = { code, publicKey: ports.key.publicKey, deviceName: hostname(), pin };
  keepAnswer(ports, server, pin, await call(ports, server, 'mutation', ACCOUNT_PATHS.enrol, request));
}

export async function enrolAsDemo(ports: EnrolPorts, server: string, person: string, pin: string): Promise<void> {
  const request = { person, publicKey: ports.key.publicKey, deviceName: hostname(), pin };
  keepAnswer(ports, server, pin, await call(ports, server, 'mutation', ACCOUNT_PATHS.enrolDemo, request));
}

/** From here on this laptop has a name at the server; all of it is kept in one transaction. */
function keepAnswer({ replica, random }: EnrolPorts, server: string, pin: string, raw: unknown): void {
  const answer: AccountAnswer = accountAnswer.parse(raw);
  if (!answer.ok) {
    const field = answer.problem.startsWith('code') || answer.problem === 'wrongCode' ? 'code' : 'pin';
    throw new ConsoleFault({ kind: 'enrolmentRefused', words: answer.words, field, code: answer.problem });
  }
  replica.nested(() => {
    replica.writeMeta('server', server);
    replica.writeMeta('lease', answer.lease);
    replica.setIdentity({
      org: answer.org,
      organisation: answer.organisation,
      device: answer.device as DeviceNo,
      deviceName: hostname(),
      epoch: answer.epoch as Epoch,
      person: answer.person as PersonId,
      personName: answer.name,
      role: answer.role,
    });
    keepPin(replica, pin, random(16));
  });
}

/** A fresh lease for the person who is here, with their PIN: asked for when the old one has run out. */
export async function signInAgain(ports: EnrolPorts, server: string, pin: string): Promise<void> {
  const identity = ports.replica.identity();
  if (!identity) return;
  const { device, person } = identity;
  const raw = await withConnection(ports, server, async (client) => {
    const nonce = String(await client.query(ACCOUNT_PATHS.nonce));
    return client.mutation(ACCOUNT_PATHS.signIn, {
      device,
      person,
      pin,
      signature: ports.key.sign(signInText(nonce, device, person)),
    });
  });
  const answer = accountAnswer.parse(raw);
  if (!answer.ok)
    throw new ConsoleFault({ kind: 'enrolmentRefused', words: answer.words, field: 'pin', code: answer.problem });
  ports.replica.transact('durable', () => {
    ports.replica.writeMeta('lease', answer.lease);
    // As it is now: meanwhile the work may have been issued again under a new epoch.
    const now = ports.replica.identity() ?? identity;
    ports.replica.setIdentity({ ...now, role: answer.role, personName: answer.name });
  });
}

function call(
  ports: EnrolPorts,
  server: string,
  type: 'query' | 'mutation',
  path: string,
  input: unknown,
): Promise<unknown> {
  return withConnection(ports, server, (client) =>
    type === 'query' ? client.query(path, input) : client.mutation(path, input),
  );
}

/** One connection for a few calls, bounded in time; what goes wrong on the way is explained. */
async function withConnection(
  ports: EnrolPorts,
  server: string,
  work: (client: Connection['client']) => Promise<unknown>,
): Promise<unknown> {
  let lost: (error: Error) => void = () => {};
  const gone = new Promise<never>((_resolve, reject) => (lost = reject));
  const connection = connect(server, { onOpen: () => {}, onClose: () => lost(new Error('closed')) });
  const cancel = ports.after(CALL_MS, () => lost(new Error('no answer in time')));
  try {
    const answer = work(connection.client);
    answer.catch(() => {});
    return await Promise.race([answer, gone]);
  } catch (error) {
    const says = await ports.explain(server);
    throw new ConsoleFault({
      kind: 'noLink',
      words: says,
      field: 'server',
      code: error instanceof Error ? error.message.slice(0, 80) : 'link',
    });
  } finally {
    cancel();
    gone.catch(() => {});
    connection.close();
  }
}
