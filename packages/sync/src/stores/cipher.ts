/** Encryption of what is personal, as the store needs it. Synchronous, since it happens inside a transaction. */
export interface Cipher {
  /** Names the key that `seal` uses. */
  readonly keyId: string;
  /** `context` must be given again to open it: what was written in one place cannot be passed off as another's. */
  seal(text: string, context: string): Uint8Array;
  /**
   * @throws {StoreKeyError} `key-unknown`: there is no key of that name; `key-wrong`: it is not the one that was used,
   * or the bytes were changed.
   */
  open(sealed: Uint8Array, keyId: string, context: string): string;
}
