/** Under which keys what is personal is kept. */
import type { EnvironmentReader } from './environment-reader.js';

/** Named by its owner: the name is stored beside what it encrypts. */
export interface EncryptionKey {
  readonly id: string;
  /** Base64 of 32 bytes. */
  readonly key: string;
}

const KEY_BYTES = 32;

/** The first encrypts, the others only decrypt. Empty: nothing is encrypted. */
export function readEncryptionKeys(reader: EnvironmentReader): readonly EncryptionKey[] {
  const text = reader.optional('ENCRYPTION_KEYS');
  if (text === null) return [];
  const keys = text.split(',').map((part): EncryptionKey => {
    const [id = '', key = ''] = part.trim().split(/:(.*)/s);
    return { id, key };
  });
  const isWhole = keys.every(({ id, key }) => /^[\w.-]+$/.test(id) && Buffer.from(key, 'base64').length === KEY_BYTES);
  if (!isWhole || new Set(keys.map(({ id }) => id)).size !== keys.length) {
    reader.problems.push(
      'ENCRYPTION_KEYS must be name:key, several with commas, the newest first; each key is the output of openssl rand -base64 32, each name its own.',
    );
  }
  return keys;
}
