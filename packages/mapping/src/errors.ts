/** Base of everything this package throws on purpose. Any other error is a bug, or came from a resolver. */
export abstract class MappingError extends Error {
  /** Stable, starts with `mapping_`. Branch on this, never on `message`. */
  abstract readonly code: string;
  /** Never: the same inputs give the same answer. */
  readonly retryable = false as const;

  /** `instanceof` that still works when two copies of this package are installed. */
  static is(value: unknown): value is MappingError {
    return value instanceof Error && 'code' in value && String(value.code).startsWith('mapping_');
  }
}

/** One thing wrong with a policy: where, and what to do about it. */
export interface PolicyMistake {
  /** Members joined by dots, e.g. `stock.restockHold`; empty for the policy as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The policy cannot be used. Lists every mistake at once. */
export class PolicyError extends MappingError {
  override readonly name = 'PolicyError';
  readonly code = 'mapping_policy_invalid';
  readonly mistakes: readonly PolicyMistake[];

  constructor(mistakes: readonly PolicyMistake[]) {
    const lines = mistakes.map(({ path, message }) => `- ${path === '' ? 'policy' : path}: ${message}`);
    super(`The policy cannot be used. Correct these and start again:\n${lines.join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** A state written by a version of this package that this one cannot read. */
export class StateVersionError extends MappingError {
  override readonly name = 'StateVersionError';
  readonly code = 'mapping_state_version';

  constructor(version: unknown) {
    super(`The state has version ${String(version)}; this version of the mapping reads version 1. Update the package.`);
  }
}
