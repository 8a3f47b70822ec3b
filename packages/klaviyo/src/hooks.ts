import type { Priority } from './pacing.js';

/** One attempt at a call. The same object is handed to each hook of the attempt, so a `WeakMap` can pair them. */
export interface AttemptInfo {
  /** Method and path without ids and query, e.g. `POST /api/events`. */
  readonly operation: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly priority: Priority;
}

/**
 * For logs, metrics and traces: nothing in them is secret or personal. Called synchronously; what a hook
 * throws is ignored, since a broken log must not make a delivered event look undelivered.
 */
export interface KlaviyoHooks {
  /** Right before sending. */
  readonly onRequest?: (attempt: AttemptInfo) => void;
  /** An answer came, good or bad. */
  readonly onResponse?: (attempt: AttemptInfo, answer: { readonly status: number }) => void;
  /** It was sent and no complete answer came; `code` is the error's, e.g. `klaviyo_timeout`. Ends what `onRequest` began. */
  readonly onNoAnswer?: (attempt: AttemptInfo, failure: { readonly code: string }) => void;
  /** The attempt failed and another follows after `delayMs`. */
  readonly onRetry?: (
    attempt: AttemptInfo,
    retry: { readonly code: string; readonly status: number | undefined; readonly delayMs: number },
  ) => void;
  /** Held back by pacing; `waitMs` is undefined while the length depends on answers still to come. */
  readonly onThrottle?: (attempt: AttemptInfo, wait: { readonly waitMs: number | undefined }) => void;
}

/** Runs a hook. See `KlaviyoHooks` for why its failure goes no further. */
export function tell(hook: (() => void) | undefined): void {
  try {
    hook?.();
  } catch {}
}
