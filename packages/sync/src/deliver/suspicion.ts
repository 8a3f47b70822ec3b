/** Whose fault is a request without a good answer: its account's, or one of its messages'? A pure rule, kept per message. */

export interface Suspicion {
  /** Calls of the account that had succeeded when the message last failed. */
  readonly successes: number;
  /** In a request with no more messages than so many it may go next. */
  readonly atMost: number;
}

/** Fewer than so many go alone: another halving would cost as many calls as it saves. */
const FEWEST_TOGETHER = 16;

/** Others succeeded since it last failed, so the account is not to blame for its failing again. */
export function othersGotThrough(before: Suspicion | undefined, successes: number): boolean {
  return before !== undefined && successes > before.successes;
}

/**
 * After a request of `size` messages drew a 5xx, or no answer. An outage says nothing of them: they go together again.
 * Once others get through, what fails again goes in half the number, until who is at fault stands alone, or the
 * request is small enough to be answered in time.
 */
export function afterFailure(before: Suspicion | undefined, size: number, successes: number): Suspicion {
  if (!othersGotThrough(before, successes)) return { successes, atMost: before?.atMost ?? Number.POSITIVE_INFINITY };
  const half = Math.ceil(size / 2);
  return { successes, atMost: half < FEWEST_TOGETHER ? 1 : half };
}
