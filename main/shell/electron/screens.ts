/** Serves the built screens under our own scheme, from a fixed list of files and with the same policy as the browser shell. */
import { protocol } from 'electron';
import { fileFor, pageHeaders, readRendererFile, type RendererFiles } from '../renderer-files.ts';
import { isOurs, SCHEME } from './address.ts';

/** Before `ready`: the scheme behaves like https (an origin of its own, a secure context). */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function serveScreens(files: RendererFiles): void {
  protocol.handle(SCHEME, (request) => answer(files, request));
}

function answer(files: RendererFiles, request: Request): Response {
  const path = isOurs(request.url) ? new URL(request.url).pathname : null;
  const file = path === null || request.method !== 'GET' ? null : fileFor(files, path);
  if (file === null) return new Response('There is nothing here.\n', { status: 404, headers: pageHeaders(null, null) });
  return new Response(readRendererFile(file), { headers: pageHeaders(file, null) });
}
