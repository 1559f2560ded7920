// Compiled with the whole renderer under the web settings. Each marked line must fail there.
import { readFileSync } from 'node:fs'; // must not compile

export const file = readFileSync;
export const env = process.env; // must not compile
export const bytes = Buffer.from('x'); // must not compile
export const soon = setImmediate(() => {}); // must not compile
export const folder = __dirname; // must not compile
