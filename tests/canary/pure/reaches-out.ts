// Compiled with all pure code under the pure settings. Each marked line must fail there; scripts/check/types.ts counts.
import { readFileSync } from 'node:fs'; // must not compile
import type { Server } from 'node:http'; // must not compile

export type Kept = Server;
export const file = readFileSync;
export const env = process.env; // must not compile
export const bytes = Buffer.from('x'); // must not compile
export const page = document.title; // must not compile
export const frame = window.innerWidth; // must not compile
export const timer = setTimeout(() => {}, 1); // must not compile
export const ticker = setInterval(() => {}, 1); // must not compile
export const soon = setImmediate(() => {}); // must not compile
export const id = crypto.randomUUID(); // must not compile
export const lap = performance.now(); // must not compile
export const reply = fetch('http://localhost'); // must not compile
export const socket = WebSocket; // must not compile
console.log('hello'); // must not compile
