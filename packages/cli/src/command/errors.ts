/** The caller asked for something that cannot be: an option, an operand, a file. Names it, and says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
  /** The option, operand or variable that is wrong, as it was or should be written. */
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.field = field;
  }
}

/** It was asked for rightly, and the other side said no. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code = 'refused';
}
