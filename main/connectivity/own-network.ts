/**
 * Whether this laptop is on any network, before anything is tried (N-2): an address that a network gave, and a route to
 * somewhere. Nothing is sent to find out.
 */
import { createSocket } from 'node:dgram';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** What the operating system says of its networks, before anything is sent. */
export interface NetworkPort {
  interfaces(): NodeJS.Dict<readonly Pick<NetworkInterfaceInfo, 'address' | 'internal'>[]>;
  /** Is there a route to anywhere? No packet is sent to find out. */
  hasRoute(): Promise<boolean>;
}

export const OWN_NETWORK: NetworkPort = { interfaces: networkInterfaces, hasRoute };

/** An address that a network gave; what a laptop gives itself when none answers (169.254…, fe80…) is not one. */
export function hasAddress(interfaces: ReturnType<NetworkPort['interfaces']>): boolean {
  const isGiven = (address: string): boolean => !address.startsWith('169.254.') && !/^fe[89ab]/i.test(address);
  return Object.values(interfaces).some((list) => list?.some((a) => !a.internal && isGiven(a.address)) === true);
}

/** Addresses for documentation (RFC 5737, RFC 3849): a datagram socket "connected" there asks for a route and sends nothing. */
const ANYWHERE = [
  ['udp4', '192.0.2.1'],
  ['udp6', '2001:db8::1'],
] as const;

async function hasRoute(): Promise<boolean> {
  const found = await Promise.all(ANYWHERE.map(([family, address]) => routesTo(family, address)));
  return found.includes(true);
}

function routesTo(family: 'udp4' | 'udp6', address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(family);
    const done = (isThere: boolean): void => {
      socket.close();
      resolve(isThere);
    };
    socket.once('error', () => done(false));
    socket.connect(9, address, () => done(true));
  });
}
