/**
 * The built screens as a fixed list of files, made when the shell starts: what is not on the list does not exist,
 * whatever the path in a request looks like. Both shells answer from it, with the same policy.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface RendererFile {
  readonly path: string;
  readonly type: string;
  /** Names of assets carry their hash; the page itself must always be fresh. */
  readonly cache: 'no-store' | 'public, max-age=31536000, immutable';
}

export type RendererFiles = ReadonlyMap<string, RendererFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

/** Null when the screens are not built. */
export function listRendererFiles(root: string): RendererFiles | null {
  const files = new Map<string, RendererFile>();
  try {
    addFolder(files, root, '/');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return files.has('/index.html') ? files : null;
}

function addFolder(files: Map<string, RendererFile>, folder: string, url: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const type = TYPES[extname(entry.name)];
    if (entry.isDirectory()) addFolder(files, path, `${url}${entry.name}/`);
    else if (entry.isFile() && type !== undefined) {
      const cache = url === '/assets/' ? 'public, max-age=31536000, immutable' : 'no-store';
      files.set(`${url}${entry.name}`, { path, type, cache });
    }
  }
}

/** Screens are told apart after the `#`: there is one page, at `/`. */
export const fileFor = (files: RendererFiles, path: string): RendererFile | null =>
  files.get(path === '/' ? '/index.html' : path) ?? null;

export const readRendererFile = (file: RendererFile): Buffer<ArrayBuffer> => readFileSync(file.path);

/** What every answer of a shell carries. `connect`: where else the page may connect, if anywhere. */
export function pageHeaders(file: RendererFile | null, connect: string | null): Record<string, string> {
  return {
    'content-type': file?.type ?? 'text/plain; charset=utf-8',
    'cache-control': file?.cache ?? 'no-store',
    'content-security-policy': contentPolicy(connect),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), bluetooth=()',
  };
}

/** Inline styles are needed by the component library (it sets sizes on elements); inline scripts are not. */
export function contentPolicy(connect: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${connect === null ? '' : ` ${connect}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
