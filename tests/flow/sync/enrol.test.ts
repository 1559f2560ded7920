import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceKey } from '../../../main/identity/device-key.ts';
import {
  enrolAsDemo,
  enrolWithCode,
  fetchDemoPeople,
  signInAgain,
  type EnrolPorts,
} from '../../../main/identity/enrol.ts';
import { checkPin } from '../../../main/identity/pin.ts';
import { hashCode, makeCode } from '../../../server/auth/enrolment.ts';
import { openReplicaAt, realTimers } from '../../support/console.ts';
import { ORG, PEOPLE } from '../../support/hospital.ts';
import { closedPort } from '../../support/strange-servers.ts';
import { Team } from '../../support/team.ts';

let team: Team;
let ports: EnrolPorts;
beforeEach(async () => {
  team = await new Team().start();
  const replica = openReplicaAt(join(team.rig.folder, 'fresh'));
  ports = {
    replica,
    key: deviceKey(replica),
    explain: async () => 'why it cannot be reached',
    after: realTimers().after,
    random: randomBytes,
  };
});
afterEach(async () => {
  ports.replica.db.close();
  await team.close();
});

describe('[H-1] enrolling over a real connection', () => {
  it('[H-1] with a code: the key is the laptop’s own, the code is spent, the PIN opens the door', async () => {
    const code = makeCode((n) => new Uint8Array(n).fill(7));
    const { directory } = team.rig.storage;
    directory.putEnrolment(ORG, {
      codeHash: hashCode(code),
      person: PEOPLE.ana,
      deviceName: 'A',
      expiresAt: Date.now() + 60_000,
      usedBy: null,
    });
    await enrolWithCode(ports, team.url, code.toLowerCase(), '2468');
    const identity = ports.replica.identity()!;
    expect(identity).toMatchObject({ org: ORG, person: PEOPLE.ana, role: 'technician', epoch: 1 });
    expect(directory.device(ORG, identity.device)?.publicKey).toBe(ports.key.publicKey);
    expect(() => checkPin(ports.replica, '2468', 0)).not.toThrow();
    expect(() => checkPin(ports.replica, '1111', 0)).toThrow('The PIN is not right.');
    await expect(enrolWithCode(ports, team.url, code, '2468')).rejects.toMatchObject({
      fault: { kind: 'enrolmentRefused', field: 'code' },
    });
  });

  it('[H-1] in a demo anybody may be anybody, and a fresh lease can be had with the PIN', async () => {
    const people = await fetchDemoPeople(ports, team.url);
    expect(people.map((p) => p.id)).toContain(PEOPLE.maria);
    await enrolAsDemo(ports, team.url, PEOPLE.maria, '1357');
    const before = ports.replica.readMeta('lease');
    await signInAgain(ports, team.url, '1357');
    expect(before).toMatch(/\./);
    expect(ports.replica.identity()).toMatchObject({ person: PEOPLE.maria, role: 'manager' });
  });

  it('[H-1, N-1] a server that is not there leaves the laptop as it was, and says why', async () => {
    await expect(enrolWithCode(ports, await closedPort(), 'AAAA-AAAA-AAAA-AAAA', '2468')).rejects.toMatchObject({
      fault: { kind: 'noLink', words: 'why it cannot be reached' },
    });
    expect(ports.replica.identity()).toBeNull();
    expect(ports.replica.readMeta('pin')).toBeNull();
  });
});
