/** What becomes of a message after one delivery: data in, data out. Clock and dice are the caller's. */
import type { MessageOutcome, TakenMessage } from '../stores/store.js';
import type { Outcome } from './outcome.js';

/** When a message that fails is given up. */
export interface DeliveryPolicy {
  /** Refusals of a message's own before it is dead. Klaviyo's 4xx are final at once; lone 5xx and faults in code count up. */
  readonly maxAttempts: number;
}

export const DEFAULT_DELIVERY_POLICY: DeliveryPolicy = { maxAttempts: 5 };

const STEP_BACK_MS = 1_000;
/** A message that fails alone waits longer each time: 15 s, 1 min, 4 min, 10 min. */
const LONE_FAILURE_BASE_MS = 15_000;
const LONE_FAILURE_CAP_MS = 600_000;

export interface DeliveryFacts {
  readonly nowMs: number;
  readonly policy: DeliveryPolicy;
  /** A 5xx that only this message draws: others got through since its last one, or nobody else is in trouble. */
  readonly failsAlone: boolean;
  /** Until when the account rests. A message that failed comes after that, so that the probe is another one. */
  readonly pausedUntilMs: number;
}

export function afterDelivery(message: TakenMessage, outcome: Outcome, facts: DeliveryFacts): MessageOutcome {
  const { nowMs, policy, failsAlone } = facts;
  const stepsBackTo = Math.max(nowMs, facts.pausedUntilMs) + STEP_BACK_MS;
  const { seq, attempts } = message;
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'delivered', seq, atMs: nowMs };
    case 'interrupted':
      return { kind: 'pending', seq, dueAtMs: nowMs, attempts, isAmbiguous: true, reason: 'interrupted' };
    case 'account-unavailable': {
      const isAmbiguous = message.isAmbiguous || outcome.isAmbiguous;
      if (!outcome.isServerError || !failsAlone) {
        // An outage must not spend attempts, or an hour of 5xx would dead-letter a whole backlog.
        return { kind: 'pending', seq, dueAtMs: stepsBackTo, attempts, isAmbiguous, reason: outcome.code };
      }
      if (attempts + 1 >= policy.maxAttempts) return { kind: 'dead', seq, atMs: nowMs, reason: outcome.code };
      const delayMs = Math.min(LONE_FAILURE_CAP_MS, LONE_FAILURE_BASE_MS * 4 ** attempts);
      return {
        kind: 'pending',
        seq,
        dueAtMs: nowMs + delayMs,
        attempts: attempts + 1,
        isAmbiguous,
        reason: outcome.code,
      };
    }
    case 'broken':
      if (attempts + 1 >= policy.maxAttempts) return { kind: 'dead', seq, atMs: nowMs, reason: outcome.code };
      return {
        kind: 'pending',
        seq,
        dueAtMs: nowMs + STEP_BACK_MS * 4 ** attempts,
        attempts: attempts + 1,
        isAmbiguous: true,
        reason: outcome.code,
      };
    case 'refused':
      return { kind: 'dead', seq, atMs: nowMs, reason: `${outcome.code} ${outcome.status}` };
  }
}
