/** What opens the personal data: the cipher it is written with, and the key of its hashes, which never changes. */
import type { Cipher } from '../cipher.js';
import { StoreKeyError } from '../errors.js';
import { createKeyedHash, type KeyedHash, newHashKey, toHex } from '../keyed-hash.js';
import type { Connection, Row } from './connection.js';
import { bytes, number, text, textOrNull } from './rows.js';

/** Data as it is written: plain text, or encrypted under a key. */
export interface Sealed {
  readonly keyId: string | null;
  readonly data: string | Uint8Array;
}

export interface Vault {
  seal(plain: string, context: string): Sealed;
  /** Reads the columns `key_id` and `data`. @throws {StoreKeyError} */
  open(row: Row, context: string): string;
  /** True for what was not written with the newest key. */
  isOld(row: Row): boolean;
  /** With this store's own key. */
  readonly hash: KeyedHash;
}

const KEY_CONTEXT = 'hash key';

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function seal(cipher: Cipher | null, plain: string, context: string): Sealed {
  if (cipher === null) return { keyId: null, data: plain };
  return { keyId: cipher.keyId, data: cipher.seal(plain, context) };
}

function open(cipher: Cipher | null, row: Row, context: string): string {
  const keyId = textOrNull(row, 'key_id');
  if (keyId === null) return text(row, 'data');
  if (cipher === null) throw new StoreKeyError('key-missing', keyId);
  return cipher.open(bytes(row, 'data'), keyId, context);
}

/**
 * Reads the key of all hashes, or makes one for a new store. Given a cipher for the first time, or a newer key, it
 * locks that key anew, and rotation begins from the start. Without a cipher it lies open in the store: whoever has the
 * file has it too.
 *
 * @throws {StoreKeyError} the store is encrypted, and not with what was given. Nothing was changed.
 */
export function openVault(connection: Pick<Connection, 'prepare'>, cipher: Cipher | null): Vault {
  const row = connection.prepare('SELECT key_id, hash_key AS data FROM vault').get();
  const newestId = cipher?.keyId ?? null;
  const hashKey = row === undefined ? toHex(newHashKey()) : open(cipher, row, KEY_CONTEXT);
  if (row === undefined || textOrNull(row, 'key_id') !== newestId) {
    const { keyId, data } = seal(cipher, hashKey, KEY_CONTEXT);
    connection
      .prepare('INSERT OR REPLACE INTO vault (id, key_id, hash_key, rotated_ref) VALUES (1, ?, ?, 0)')
      .run(keyId, data);
  }
  return {
    seal: (plain, context) => seal(cipher, plain, context),
    open: (sealed, context) => open(cipher, sealed, context),
    isOld: (sealed) => textOrNull(sealed, 'key_id') !== newestId,
    hash: createKeyedHash(fromHex(hashKey)),
  };
}

/** How far a rotation came, kept so that it can be done in small steps and survives a restart. */
export function prepareRotation(connection: Connection): { get(): number; set(ref: number): void } {
  const select = connection.prepare('SELECT rotated_ref FROM vault');
  const update = connection.prepare('UPDATE vault SET rotated_ref = ?');
  return {
    get: () => number(select.get() ?? {}, 'rotated_ref'),
    set: (ref) => update.run(ref),
  };
}
