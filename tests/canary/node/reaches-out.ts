// Compiled with the console's core and the server under the Node settings. Each marked line must fail there.
export const page = document.title; // must not compile
export const frame = window.innerWidth; // must not compile
export const element = {} as HTMLElement; // must not compile
export const app = {} as Electron.App; // must not compile
