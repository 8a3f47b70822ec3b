/** Under which keys what is personal is kept, and how long. */
import type { EnvironmentReader } from './environment-reader.js';

/** Named by its owner: the name is stored beside what it encrypts. */
export interface EncryptionKey {
  readonly id: string;
  /** Base64 of 32 bytes. */
  readonly key: string;
}

const KEY_BYTES = 32;
const MAX_DAYS = 3_650;

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

/** Null: the default of the pipeline. */
export function readDays(reader: EnvironmentReader, name: string): number | null {
  const text = reader.optional(name);
  if (text === null) return null;
  const days = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(days >= 1 && days <= MAX_DAYS)) {
    reader.problems.push(`${name} must be a whole number of days, from 1 to ${MAX_DAYS}.`);
  }
  return days;
}
