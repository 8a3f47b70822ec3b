/** What a store throws on purpose. Any other error is a bug, or came out of the caller's own `decide`. */

/** Why a store cannot serve now. */
export type StoreTrouble =
  | 'full'
  | 'locked'
  | 'read-only'
  | 'corrupt'
  | 'unreachable'
  | 'input-output'
  | 'out-of-memory'
  | 'foreign'
  | 'too-new'
  | 'owned'
  | 'closed'
  | 'key-missing'
  | 'key-unknown'
  | 'key-wrong';

const SENTENCES: Readonly<Record<StoreTrouble, string>> = {
  full: 'its disk is full, or its size limit is reached. Make room.',
  locked: 'another program holds a lock on it for too long. End that program’s transaction.',
  'read-only': 'it may only be read. Give this process the right to write the file and its folder.',
  corrupt: 'its file is damaged. Restore a backup; keep the damaged file for analysis.',
  unreachable: 'its file cannot be opened. Check that the folder exists and may be entered.',
  'input-output': 'the disk reported an error. Check the disk.',
  'out-of-memory': 'this process has no memory left.',
  foreign: 'the file belongs to another program. Name a file of its own.',
  'too-new': 'a newer version of this package wrote it. Update this installation.',
  owned: 'another process owns it. Stop that one first, or name a file of its own.',
  closed: 'it was closed.',
  'key-missing': 'it is encrypted. Give it the key it was written with.',
  'key-unknown': 'a key that something in it was written with was not given. Add that key; `rotate` makes it needless.',
  'key-wrong': 'a key that was given is not the one of that name. Give the right one.',
};

const PASSING: ReadonlySet<StoreTrouble> = new Set(['full', 'locked', 'input-output', 'out-of-memory']);

/** The store could not do what was asked; nothing of it was half-written. A receiver answers 503. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
  /** Stable. Branch on this and on `reason`, never on `message`. */
  readonly code = 'store_unavailable';
  readonly reason: StoreTrouble;
  /** Could the very same call succeed later, with this process left running? */
  readonly retryable: boolean;

  /** The engine's own error is not kept as cause: it may quote what was to be written. */
  constructor(reason: StoreTrouble, more = '') {
    super(`The store cannot be used: ${SENTENCES[reason]}${more}`);
    this.reason = reason;
    this.retryable = PASSING.has(reason);
  }
}

/** The store cannot be read, or not wholly, with the keys it was given. Nothing in it was changed. */
export class StoreKeyError extends StoreUnavailableError {
  override readonly name = 'StoreKeyError';
  /** Of the key that is missing or wrong. */
  readonly keyId: string;

  constructor(reason: 'key-missing' | 'key-unknown' | 'key-wrong', keyId: string) {
    super(reason, ` Its name is ${JSON.stringify(keyId)}.`);
    this.keyId = keyId;
  }
}

/** A second process was started on a store that has an owner, or this owner was replaced. */
export class StoreOwnedError extends StoreUnavailableError {
  override readonly name = 'StoreOwnedError';

  constructor() {
    super('owned');
  }
}
