/**
 * The way from the owner's profile to the page: the token as a file for programs, and a small page that takes a
 * browser there. Both only their owner can read; the browser is started with the page's path, so that the token never
 * stands in the list of processes.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeOwnerFile } from '../owner-file.ts';

export const TOKEN_FILE = 'console.token';
const PAGE_FILE = 'open.html';

export interface WayIn {
  readonly tokenFile: string;
  readonly page: string;
  publish(token: string): void;
  remove(): void;
}

export const addressWithToken = (url: string, token: string): string => `${url}#token=${token}`;

/** `url` ends with a slash. */
export function wayIn(profileDir: string, url: string): WayIn {
  const tokenFile = join(profileDir, TOKEN_FILE);
  const page = join(profileDir, PAGE_FILE);
  return {
    tokenFile,
    page,
    publish(token) {
      writeOwnerFile(tokenFile, token);
      writeOwnerFile(page, redirect(addressWithToken(url, token)));
    },
    remove() {
      rmSync(tokenFile, { force: true });
      rmSync(page, { force: true });
    },
  };
}

/** The address holds nothing but our own host, a number and base64url: nothing to escape. */
const redirect = (address: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="referrer" content="no-referrer" />
    <meta http-equiv="refresh" content="0;url=${address}" />
    <title>Holdfast</title>
  </head>
  <body></body>
</html>
`;
