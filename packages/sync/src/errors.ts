/** Thrown at construction: the configuration cannot work. */
export class SyncConfigError extends Error {
  override readonly name = 'SyncConfigError';
  readonly code = 'sync_config';
}

/** What was asked of a running sync cannot be answered as it was asked. Asking the same again cannot help. */
export class SyncRequestError extends Error {
  override readonly name = 'SyncRequestError';
  readonly code = 'sync_request';
  /** Where in the request, e.g. `from` or `steps[2].kind`; empty: the request as a whole. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(field === '' ? `The request: ${problem}` : `${field}: ${problem}`);
    this.field = field;
  }
}

/** What was fed in cannot be used. Its value is not quoted: it may be personal. */
export class ObservationError extends Error {
  override readonly name = 'ObservationError';
  readonly code = 'sync_observation';
  /** E.g. `at`, `products[2].sku`. */
  readonly field: string;

  constructor(field: string, expected: string) {
    super(`The observation cannot be used: ${field} must be ${expected}.`);
    this.field = field;
  }
}
