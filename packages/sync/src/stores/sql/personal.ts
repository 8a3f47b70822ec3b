/** The one table with personal data, the blind index over it, and what is left of people who were forgotten. */
import { digestOf } from '../keyed-hash.js';
import { normalAddress } from '../rules/ledger.js';
import type { Connection, Row } from './connection.js';
import { bytes, number } from './rows.js';
import { prepareRotation, type Vault } from './vault.js';

/** Whose data it is: the place in this list is part of each row's ref, so it never changes. */
const HOLDERS = ['raw', 'bell', 'read', 'state', 'message'] as const;
export type Holder = (typeof HOLDERS)[number];

export interface Held {
  readonly holder: Holder;
  readonly id: number;
}

/** How far a change of keys has come. */
export interface Rotation {
  /** How many were encrypted anew. */
  readonly rows: number;
  /** Nothing is left that needs an older key. */
  readonly isDone: boolean;
}

/** Joins the bodies to a query of messages; `bodyIn` reads them. Nulls: an erasure took it. */
export const WITH_BODIES: string = `LEFT JOIN personal ON ref = seq * 8 + ${HOLDERS.indexOf('message')}`;

export interface PersonalTable {
  /** For a holder that has none. */
  add(holder: Holder, id: number, plain: string, addresses: readonly string[]): void;
  replace(holder: Holder, id: number, plain: string, addresses: readonly string[]): void;
  /** Null: an erasure took it. */
  find(holder: Holder, id: number): string | null;
  /** The body in a row of message `seq` with the column `data`; null: an erasure took it. */
  bodyIn(row: Row, seq: number): string | null;
  has(holder: Holder, id: number): boolean;
  /** Replaces what is known of the addresses in it, and nothing else. */
  nameSubjects(holder: Holder, id: number, addresses: readonly string[]): void;
  /** False: there was nothing. */
  erase(holder: Holder, id: number): boolean;
  holdersOf(address: string): Held[];
  /** See `PrivacyStore.digest`. */
  digest(email: string): string;
  bury(address: string): void;
  isForgotten(address: string): boolean;
  /** Keeps of a message's id that it was told. */
  remember(messageId: string): void;
  isRemembered(messageId: string): boolean;
  rotate(limit: number): Rotation;
}

function refOf(holder: Holder, id: number): number {
  return id * 8 + HOLDERS.indexOf(holder);
}

function toHeld(row: Row): Held {
  const ref = number(row, 'ref');
  const holder = HOLDERS[ref % 8];
  if (holder === undefined) throw new Error('The blind index names a holder that this version does not know.');
  return { holder, id: Math.floor(ref / 8) };
}

export function preparePersonal(connection: Connection, vault: Vault): PersonalTable {
  const insert = connection.prepare('INSERT INTO personal (ref, key_id, data, hashes) VALUES (?, ?, ?, ?)');
  const update = connection.prepare('UPDATE personal SET key_id = ?2, data = ?3, hashes = ?4 WHERE ref = ?1');
  const select = connection.prepare('SELECT key_id, data FROM personal WHERE ref = ?');
  const selectAny = connection.prepare('SELECT 1 FROM personal WHERE ref = ?');
  const selectHashes = connection.prepare('SELECT hashes FROM personal WHERE ref = ? AND hashes IS NOT NULL');
  const updateHashes = connection.prepare('UPDATE personal SET hashes = ?2 WHERE ref = ?1');
  const remove = connection.prepare('DELETE FROM personal WHERE ref = ? RETURNING ref');
  const insertSubject = connection.prepare('INSERT OR IGNORE INTO subjects (hash, ref) VALUES (?, ?)');
  const deleteSubject = connection.prepare('DELETE FROM subjects WHERE hash = ? AND ref = ?');
  const selectRefs = connection.prepare('SELECT ref FROM subjects WHERE hash = ? ORDER BY ref');
  const insertTombstone = connection.prepare('INSERT OR IGNORE INTO tombstones (hash) VALUES (?)');
  const selectTombstone = connection.prepare('SELECT 1 FROM tombstones WHERE hash = ?');
  const insertTold = connection.prepare('INSERT OR IGNORE INTO told (hash) VALUES (?)');
  const selectTold = connection.prepare('SELECT 1 FROM told WHERE hash = ?');
  const selectNext = connection.prepare('SELECT ref, key_id, data FROM personal WHERE ref > ? ORDER BY ref LIMIT ?');
  const reseal = connection.prepare('UPDATE personal SET key_id = ?2, data = ?3 WHERE ref = ?1');
  const rotated = prepareRotation(connection);

  const hashOf = (address: string): Uint8Array => vault.hash('address', normalAddress(address));

  /** Enters the addresses into the blind index; returns what the row keeps of them. */
  function index(ref: number, addresses: readonly string[]): Uint8Array | null {
    if (addresses.length === 0) return null;
    const hashes = [...new Set(addresses.map(normalAddress))].map(hashOf);
    for (const hash of hashes) insertSubject.run(hash, ref);
    return Uint8Array.from(hashes.flatMap((hash) => [...hash]));
  }

  function unindex(ref: number): void {
    const row = selectHashes.get(ref);
    if (row === undefined) return;
    const hashes = bytes(row, 'hashes');
    for (let start = 0; start < hashes.length; start += 16) deleteSubject.run(hashes.slice(start, start + 16), ref);
  }

  function find(holder: Holder, id: number): string | null {
    const ref = refOf(holder, id);
    const row = select.get(ref);
    return row === undefined ? null : vault.open(row, String(ref));
  }

  return {
    add(holder, id, plain, addresses) {
      const ref = refOf(holder, id);
      const { keyId, data } = vault.seal(plain, String(ref));
      insert.run(ref, keyId, data, index(ref, addresses));
    },
    replace(holder, id, plain, addresses) {
      const ref = refOf(holder, id);
      const { keyId, data } = vault.seal(plain, String(ref));
      unindex(ref);
      update.run(ref, keyId, data, index(ref, addresses));
    },
    find,
    bodyIn(row, seq) {
      const data = row['data'];
      // Text lies open. What is encrypted costs more to open than to look up again, with its key.
      return data === null || typeof data === 'string' ? data : find('message', seq);
    },
    has: (holder, id) => selectAny.get(refOf(holder, id)) !== undefined,
    nameSubjects(holder, id, addresses) {
      const ref = refOf(holder, id);
      unindex(ref);
      updateHashes.run(ref, index(ref, addresses));
    },
    erase(holder, id) {
      const ref = refOf(holder, id);
      unindex(ref);
      return remove.get(ref) !== undefined;
    },
    holdersOf: (address) => selectRefs.all(hashOf(address)).map(toHeld),
    digest: (email) => digestOf(vault.hash, email),
    bury: (address) => insertTombstone.run(hashOf(address)),
    isForgotten: (address) => selectTombstone.get(hashOf(address)) !== undefined,
    remember: (messageId) => insertTold.run(vault.hash('message', messageId)),
    isRemembered: (messageId) => selectTold.get(vault.hash('message', messageId)) !== undefined,
    rotate(limit) {
      let rows = 0;
      const next = selectNext.all(rotated.get(), limit);
      for (const row of next) {
        const ref = number(row, 'ref');
        if (vault.isOld(row)) {
          const { keyId, data } = vault.seal(vault.open(row, String(ref)), String(ref));
          reseal.run(ref, keyId, data);
          rows += 1;
        }
        rotated.set(ref);
      }
      return { rows, isDone: next.length < limit };
    },
  };
}
