/** How a test opens a console of the browser shell: the token from its profile, as the address to go to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressWithToken, TOKEN_FILE } from '../../main/shell/browser/way-in.ts';

/** `url` as in the line `console ready: URL`. Each address opens one page once; ask again for another page. */
export function openAddress(url: string, profileDir: string): string {
  return addressWithToken(url, readFileSync(join(profileDir, TOKEN_FILE), 'utf8'));
}
