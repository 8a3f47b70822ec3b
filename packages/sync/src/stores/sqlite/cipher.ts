/** AES-256-GCM with named keys. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Cipher } from '../cipher.js';
import { StoreKeyError } from '../errors.js';

/** A key, and the name that rows remember it by. */
export interface CipherKey {
  /** Stored beside what is encrypted; never a secret. */
  readonly id: string;
  /** 32 random bytes, as such or in base64. */
  readonly key: string | Uint8Array;
}

/** Which keys encrypt personal data at rest. */
export interface CipherConfig {
  /** The first is the newest: it encrypts. The others only decrypt, until `rotate` is done with them. */
  readonly keys: readonly [CipherKey, ...CipherKey[]];
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** Random for each text. With one key, up to 2^32 texts keep the chance that two ever met below 2^-32. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function toKey({ id, key }: CipherKey): Uint8Array {
  const bytes = typeof key === 'string' ? new Uint8Array(Buffer.from(key, 'base64')) : key;
  if (bytes.length !== KEY_BYTES) {
    throw new RangeError(`The key ${JSON.stringify(id)} is not 32 bytes long. Make one: openssl rand -base64 32`);
  }
  return bytes;
}

/**
 * Encrypts what is personal in a store. To rotate: put a new key first, restart, call `rotate` until it is done,
 * then take the old key away.
 *
 * @throws {RangeError} a key is not 32 bytes long, or two have the same id.
 * @example
 * const cipher = createCipher({ keys: [{ id: '2026-03', key: process.env.STORE_KEY ?? '' }] });
 * const store = await openSqliteStore('clarus-klaviyo.db', { cipher });
 */
export function createCipher({ keys }: CipherConfig): Cipher {
  const byId = new Map(keys.map((key) => [key.id, toKey(key)]));
  if (byId.size !== keys.length) throw new RangeError('Two keys have the same id.');
  const [{ id: keyId }] = keys;
  const newest = toKey(keys[0]);

  return {
    keyId,
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, newest, nonce).setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, id, context) {
      const key = byId.get(id);
      if (key === undefined) throw new StoreKeyError('key-unknown', id);
      try {
        const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-TAG_BYTES));
        const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        throw new StoreKeyError('key-wrong', id); // the engine's own error says no more
      }
    },
  };
}
