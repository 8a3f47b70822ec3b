/** What one call to Klaviyo came to, told from the error alone: the first half of the delivery rule. */
import { reasonOf } from '../events.js';
import type { EventFate } from '../ports.js';

export type Outcome =
  | { readonly kind: 'accepted' }
  /** The account is in trouble, not the message: key refused, quota used up, Klaviyo down or out of reach. */
  | {
      readonly kind: 'account-unavailable';
      readonly code: string;
      readonly isServerError: boolean;
      /** The wait Klaviyo named; null when it named none. */
      readonly retryAfterMs: number | null;
      /** No answer came: Klaviyo may have taken the message. */
      readonly isAmbiguous: boolean;
    }
  /** This message is at fault; the same bytes will be refused again. */
  | { readonly kind: 'refused'; readonly code: string; readonly status: number }
  /** Our own abort: nothing is known, nothing is to be blamed. */
  | { readonly kind: 'interrupted' }
  /** Not an answer at all but a fault in code: charged to the message, so that it cannot stop the others. */
  | { readonly kind: 'broken'; readonly code: string };

export const ACCEPTED: Outcome = { kind: 'accepted' };

interface KlaviyoErrorShape {
  readonly code: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly isAmbiguous: boolean;
}

/** Reads the fields every `KlaviyoError` has; null for anything else, which is a bug and not an outcome. */
function klaviyoError(error: unknown): KlaviyoErrorShape | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!error.code.startsWith('klaviyo_')) return null;
  return {
    code: error.code,
    status: 'status' in error && typeof error.status === 'number' ? error.status : undefined,
    retryAfterMs: 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : undefined,
    isAmbiguous: 'isAmbiguous' in error && error.isAmbiguous === true,
  };
}

/** Statuses that speak of the account, beside every 5xx: no message is to blame for them. */
const ACCOUNT_STATUSES: ReadonlySet<number> = new Set([401, 403, 408, 410, 429]);

/** Total. A bug is never mistaken for an outage: it would pause an account for ever. */
export function outcomeOfError(error: unknown): Outcome {
  const known = klaviyoError(error);
  if (known === null) return { kind: 'broken', code: reasonOf(error) };
  if (known.code === 'klaviyo_aborted') return { kind: 'interrupted' };
  const { status } = known;
  const isServerError = status !== undefined && status >= 500;
  if (status === undefined || isServerError || ACCOUNT_STATUSES.has(status)) {
    return {
      kind: 'account-unavailable',
      code: known.code,
      isServerError,
      retryAfterMs: known.retryAfterMs ?? null,
      isAmbiguous: known.isAmbiguous,
    };
  }
  // An answer we cannot read came with a 2xx: Klaviyo has it, and repeating the identical message is safe.
  if (status < 400) {
    return {
      kind: 'account-unavailable',
      code: known.code,
      isServerError: false,
      retryAfterMs: null,
      isAmbiguous: true,
    };
  }
  return { kind: 'refused', code: known.code, status };
}

/**
 * What became of one event of many. A run that stopped early says nothing about those whose turn did not come: not
 * even where it stopped over refusals, since one after the other of them speaks of the account.
 */
export function outcomeOfFate(fate: EventFate['fate'], error: unknown): Outcome {
  switch (fate) {
    case 'accepted':
    case 'repeated':
      return ACCEPTED;
    case 'refused':
    case 'unknown':
      return outcomeOfError(error);
    case 'not-sent': {
      const outcome = outcomeOfError(error);
      if (outcome.kind !== 'refused') return outcome;
      const { code } = outcome;
      return { kind: 'account-unavailable', code, isServerError: false, retryAfterMs: null, isAmbiguous: false };
    }
  }
}
