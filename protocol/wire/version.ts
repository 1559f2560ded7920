/**
 * The version of the wire and its history. A test hashes the message shapes and fails until the version is raised and a
 * line is written here; the golden messages of every shipped version stay in the tests (W-9).
 */
export const PROTOCOL_VERSION = 1;
/** The oldest console that a server of this version serves; and the oldest server that a console of it speaks to. */
export const OLDEST_SERVED = 1;

/** What a server of this version says of itself. */
export const WIRE = { newest: PROTOCOL_VERSION, oldest: OLDEST_SERVED } as const;

export const PROTOCOL_HISTORY: { readonly [version: number]: string } = {
  1: 'hello, push, outcomes, pull, delta, history, digests and repair',
};
