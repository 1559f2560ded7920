/** The directory on SQLite: every call is one durable transaction of its own. */
import {
  FIRST_CONSOLE_DEVICE,
  FIRST_EPOCH,
  IMPORT_DEVICE,
  NO_POSITION,
  recordId,
  type DeviceNo,
} from '../../../domain/ids.ts';
import { StorageFault } from '../contract/fault.ts';
import type { Directory } from '../contract/directory.ts';
import type { Grants } from './grants.ts';
import type { Tables } from './tables/all-tables.ts';

/** Both turn the driver's errors into the port's; `write` is one transaction. @throws StorageBusy, StorageFault */
export interface Access {
  read<Result>(work: () => Result): Result;
  write<Result>(work: () => Result): Result;
}

export function createDirectory(tables: Tables, grants: Grants, access: Access): Directory {
  const no = (org: string): number => numberOf(tables, org);
  const write = <Result>(work: () => Result): Result => {
    try {
      return access.write(work);
    } finally {
      grants.forget();
    }
  };
  const { read } = access;
  const { accounts, devices, secrets } = tables;
  return {
    organisation() {
      const found = read(() => tables.organisations.first());
      return found && { org: found.org, name: found.name, demo: found.demo };
    },
    createOrganisation: (org, name, demo, at, incarnation) => {
      write(() => {
        const created = tables.organisations.insert(org, name, demo, at, incarnation);
        tables.incarnations.add(created, { incarnation, began: NO_POSITION, cause: 'founded', at, lost: null });
        devices.insert(created, importDevice(at));
        devices.setView(created, IMPORT_DEVICE, null, NO_POSITION);
      });
    },
    accounts: (org) => read(() => accounts.all(no(org))),
    account: (org, person) => read(() => accounts.get(no(org), person)),
    putAccount: (org, account) => write(() => accounts.put(no(org), account)),
    devices: (org) => read(() => devices.all(no(org)).filter((d) => d.device >= FIRST_CONSOLE_DEVICE)),
    device: (org, device) => read(() => devices.get(no(org), device)),
    addDevice: (org, row) =>
      write(() => {
        const device = Math.max(devices.highest(no(org)) + 1, FIRST_CONSOLE_DEVICE) as DeviceNo;
        devices.insert(no(org), { ...row, device });
        return device;
      }),
    heard: (org, device, at, app) => access.write(() => devices.heard(no(org), device, at, app)),
    revoke: (org, device, at) => write(() => devices.revoke(no(org), device, at)),
    grantEpoch: (org, device) =>
      write(() => {
        const epoch = devices.raiseEpoch(no(org), device);
        if (epoch === undefined) throw new TypeError(`no device ${device}`);
        return epoch;
      }),
    claimEpoch: (org, device, epoch) => write(() => devices.claimEpoch(no(org), device, epoch)),
    newestEpoch: (org, device) => read(() => devices.newestEpoch(no(org), device)),
    enrolments: (org) => read(() => accounts.enrolments(no(org))),
    putEnrolment: (org, row) => write(() => accounts.putEnrolment(no(org), row)),
    useEnrolment: (org, codeHash, device) => write(() => accounts.useEnrolment(no(org), codeHash, device)),
    addLease: (org, device, lease) => write(() => devices.addLease(no(org), device, lease)),
    grant: (org, device) => read(() => grants.of(no(org), device)),
    setView: (org, device, sites, since) => write(() => devices.setView(no(org), device, sites, since)),
    escalateAfter: (org) => read(() => tables.organisations.escalateAfter(no(org))),
    setEscalateAfter: (org, ms) => write(() => tables.organisations.setEscalateAfter(no(org), ms)),
    secret: (name) => read(() => secrets.get(name)),
    putSecret: (name, value) => write(() => secrets.put(name, value)),
  };
}

/** The operator's imports come from a device of their own, which has no key: nothing from a network is taken for it. */
function importDevice(at: number): Parameters<Tables['devices']['insert']>[1] {
  return {
    device: IMPORT_DEVICE,
    name: 'Imports',
    publicKey: '',
    epoch: FIRST_EPOCH,
    person: recordId(IMPORT_DEVICE, FIRST_EPOCH, 0, 0),
    enrolledAt: at,
    revokedAt: null,
    lastSeenAt: null,
    app: null,
  };
}

/** @throws StorageFault unknownOrganisation */
export function numberOf(tables: Tables, org: string): number {
  const found = tables.organisations.no(org);
  if (found === undefined)
    throw new StorageFault('unknownOrganisation', `There is no organisation "${org}" in this database.`);
  return found;
}
