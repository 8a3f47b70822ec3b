/** Thrown at construction: the configuration cannot work. */
export class SyncConfigError extends Error {
  override readonly name = 'SyncConfigError';
  readonly code = 'sync_config';
}
