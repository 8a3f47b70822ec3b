/**
 * A store's keyed hashes. Look-ups happen inside a transaction, which cannot wait, and the Web's own `crypto.subtle`
 * only answers later: hence a synchronous HMAC.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { normalAddress } from './rules/ledger.js';

const HASH_BYTES = 16;
const KEY_BYTES = 32;

/** What a hash stands for: hashes of different purposes cannot be matched with each other. */
export type HashPurpose = 'address' | 'digest' | 'message';

/** The first 16 bytes of an HMAC-SHA-256: nobody without the key can compute them, or test a guess. */
export type KeyedHash = (purpose: HashPurpose, plain: string) => Uint8Array;

export function newHashKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

export function createKeyedHash(key: Uint8Array): KeyedHash {
  const encoder = new TextEncoder();
  return (purpose, plain) => hmac(sha256, key, encoder.encode(`${purpose}:${plain}`)).subarray(0, HASH_BYTES);
}

/** The stand-in for an address that a store gives out, as `PrivacyStore.digest` promises it. */
export function digestOf(hash: KeyedHash, email: string): string {
  return toHex(hash('digest', normalAddress(email)));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
