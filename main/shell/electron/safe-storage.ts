/**
 * The replica's key: 32 random bytes, wrapped by the operating system's secret store, in a file of the profile. Never
 * kept where the wrapping would be a pretence (`basic_text`: a password that is the same everywhere); and never
 * replaced, because a new key would make the database unreadable.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import type { KeyPort } from '../core.ts';
import { writeOwnerFile } from '../owner-file.ts';
import { CannotStart } from '../start-failure.ts';

export const KEY_FILE = 'replica.key';
const KEY_BYTES = 32;

export interface SafeStorageOptions {
  readonly storage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >;
  readonly platform: NodeJS.Platform;
  readonly profileDir: string;
  /** Told, in a sentence, when the work has to be kept without a key. */
  readonly warn: (words: string) => void;
}

export function safeStorageKeys({ storage, platform, profileDir, warn }: SafeStorageOptions): KeyPort {
  const file = join(profileDir, KEY_FILE);
  return {
    async replicaKey() {
      const trusted = await isTrusted();
      if (existsSync(file)) {
        if (!trusted) throw keyLocked('cannot be reached');
        return unwrap(readFileSync(file));
      }
      if (!trusted) {
        warn(
          'This system offers no secret store to trust, so the work on this laptop is kept without encryption by Holdfast. Turn on disk encryption or a keyring.',
        );
        return null;
      }
      const key = randomBytes(KEY_BYTES);
      writeOwnerFile(file, await storage.encryptStringAsync(key.toString('base64')));
      return key;
    },
  };

  async function isTrusted(): Promise<boolean> {
    if (!(await storage.isAsyncEncryptionAvailable())) return false;
    return platform !== 'linux' || !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
  }

  async function unwrap(wrapped: Buffer): Promise<Buffer> {
    const text = await storage.decryptStringAsync(wrapped).then(
      ({ result }) => result,
      () => null,
    );
    const key = text === null ? null : Buffer.from(text, 'base64');
    if (key?.length !== KEY_BYTES) throw keyLocked('does not accept it');
    return key;
  }
}

const keyLocked = (why: string): CannotStart =>
  new CannotStart(
    'keyLocked',
    `The work on this laptop is locked with a key that this account's secret store keeps, and the store ${why}. ` +
      'Sign in to the account and desktop under which Holdfast was set up, unlock its keyring, and start again. Nothing was changed.',
  );
