/** The scheme under which our own screens are served in Electron, and what counts as ours. */
export const SCHEME = 'app';
const HOST = 'holdfast';
export const SCREENS_URL = `${SCHEME}://${HOST}/`;

/** True for our own pages only. Compared part by part: a text that merely begins like ours is not ours. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.port === '';
}
