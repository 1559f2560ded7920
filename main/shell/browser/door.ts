/**
 * Who may talk to the console: whoever could read the token in its owner's profile. A token is spent on first use and
 * answered by a bearer, which lives in the memory of this process and in one tab; a fresh token takes its place, for
 * the next window. Only digests are compared and kept.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { OpenMessage } from '../../../protocol/ipc/wire.ts';

/** Tabs that may reload at one time. The oldest is forgotten: it has to be opened again. */
const MOST_BEARERS = 32;

export interface Door {
  /** The bearer for this page, or null when it may not in. */
  admit(message: OpenMessage): string | null;
}

/** `publish` is given the first token and each that follows. */
export function openDoor(publish: (token: string) => void): Door {
  let token = digest(issueToken());
  const bearers = new Set<string>();
  return {
    admit(message) {
      // A token that was shown is spent, even when the page would have been let in by its bearer.
      const byToken = message.token !== undefined && digest(message.token) === token;
      if (byToken) token = digest(issueToken());
      if (message.bearer !== undefined && bearers.has(digest(message.bearer))) return message.bearer;
      if (!byToken) return null;
      const bearer = secret();
      bearers.add(digest(bearer));
      const [oldest] = bearers;
      if (bearers.size > MOST_BEARERS && oldest !== undefined) bearers.delete(oldest);
      return bearer;
    },
  };

  function issueToken(): string {
    const fresh = secret();
    publish(fresh);
    return fresh;
  }
}

const secret = (): string => randomBytes(32).toString('base64url');

/** Digests are compared instead of secrets, so that the time of a comparison tells nothing about them. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
