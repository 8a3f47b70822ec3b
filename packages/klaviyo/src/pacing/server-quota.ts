const MINUTE_S = 60;

/** What `RateLimit-*` says about the steady window. */
export interface ServerQuota {
  /** Requests per minute, as the server has it. */
  readonly limit: number;
  readonly remaining: number;
  /** Until the server's window ends. */
  readonly resetMs: number;
}

/**
 * Reads the headers of an answer. `RateLimit-Limit` is a list, `350, 350;w=1, 3500;w=60`: the number in front is
 * the burst, ours is the one of the minute. Anything unexpected is no information, never an error.
 *
 * @see Klaviyo docs, "Rate limits": the three headers describe the steady window; a 429 lacks them. The form of
 * the list was observed by others, Klaviyo does not document it.
 */
export function decodeServerQuota(headers: Headers): ServerQuota | undefined {
  const limit = /(?:^|,)\s*(\d+)\s*;\s*w=(\d+)\s*(?=,|$)/g;
  const steady = [...(headers.get('ratelimit-limit') ?? '').matchAll(limit)].find(
    ([, , window]) => Number(window) === MINUTE_S,
  );
  const remaining = wholeNumber(headers.get('ratelimit-remaining'));
  const reset = wholeNumber(headers.get('ratelimit-reset'));
  if (steady === undefined || remaining === undefined || reset === undefined || reset > MINUTE_S) return undefined;
  return { limit: Number(steady[1]), remaining, resetMs: reset * 1_000 };
}

/** `Retry-After` in whole seconds, as milliseconds; a date or nonsense is no information. */
export function decodeRetryAfterMs(headers: Headers): number | undefined {
  const seconds = wholeNumber(headers.get('retry-after'));
  return seconds === undefined ? undefined : seconds * 1_000;
}

function wholeNumber(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}
