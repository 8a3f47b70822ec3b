import type { Store } from '@clarus-klaviyo/sync';
import { createCipher, openSqliteStore } from '@clarus-klaviyo/sync/node';

/** Make a key with `openssl rand -base64 32`. To change it, put the new one first and keep the old one until rotation is done. */
export function openEncrypted(path: string, key: string): Promise<Store> {
  return openSqliteStore(path, { cipher: createCipher({ keys: [{ id: '2026-03', key }] }) });
}
