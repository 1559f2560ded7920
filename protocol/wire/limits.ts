/** Sizes that both ends hold each other to (W-10). A batch of 500 changes is 6–22 KB packed, so these are generous. */

/** Largest frame as it travels, bytes. */
export const MAX_FRAME_BYTES = 1 << 20;
/** The same on the way down: one position may hold two hundred edits of long text, and is never cut. */
export const MAX_DOWN_FRAME_BYTES = 16 << 20;
export const MAX_DOWN_UNPACKED_BYTES = 32 << 20;
export const MAX_DOWN_ENVELOPE_BYTES = 24 << 20;
/** Largest message of the transport: tRPC may put a few frames into one. */
export const MAX_ENVELOPE_BYTES = 4 << 20;
/** Largest frame once unpacked, bytes: what stops a compression bomb. */
export const MAX_UNPACKED_BYTES = 16 << 20;
export const MAX_CHANGES_PER_BATCH = 1_000;
export const MAX_EDITS_PER_CHANGE = 200;
/** Text of one value, characters. */
export const MAX_VALUE_TEXT = 64_000;
/** Frames that a console may send in a second, on average over ten. */
export const MAX_FRAMES_PER_SECOND = 100;
/** Records in one delta; a cut connection repeats at most one. */
export const DELTA_RECORDS = 2_000;
/** Characters of record bodies in one delta; beyond that a page holds fewer records. */
export const DELTA_BYTES = 3 << 20;
/** Deltas that a server sends before it waits for the console's word. */
export const DELTAS_IN_FLIGHT = 2;
