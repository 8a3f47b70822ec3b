/** What the orders of one Clarus account say together: how it dispatches, and whether dispatch is only the label. Pure. */
import { type DispatchTiming, dispatchLooksLikeLabel, type Policy } from '@clarus-klaviyo/mapping';
import { accountKey } from '../keys.js';
import type { StandingFinding, StateWrite } from '../stores/store.js';
import type { AccountRow } from './rows.js';

export const STRATEGY_UNCONFIRMED = 'dispatch-strategy-unconfirmed';
const KEPT_TIMINGS = 50;
/** An account whose orders all went by such a question for this long has answered it. */
const UNCONFIRMED_FOR_MS = 7 * 86_400_000;
const REFRESH_MS = 3_600_000;

/** What one decision of one order adds. */
export interface AccountNews {
  readonly accountId: string;
  readonly code: string | null;
  readonly policy: Policy;
  /** The order was read without anybody saying how its account dispatches. */
  readonly isUnconfirmed: boolean;
  readonly timing: DispatchTiming | null;
}

/** Null: nothing changed that is worth a write. */
export function accountAfter(before: AccountRow | null, news: AccountNews, nowMs: number): StateWrite | null {
  const isStated = news.policy.dispatchStrategy !== null;
  const lastMs = before?.unconfirmedAtMs ?? null;
  const isFresh = lastMs !== null && nowMs - lastMs < REFRESH_MS;
  const unconfirmedAtMs = isStated ? null : news.isUnconfirmed && !isFresh ? nowMs : lastMs;
  const timings = before?.timings ?? [];
  if (news.timing === null && unconfirmedAtMs === lastMs) return null;
  const row: AccountRow = {
    v: 1,
    kind: 'account',
    code: news.code ?? before?.code ?? null,
    unconfirmedAtMs,
    timings: news.timing === null ? timings : [...timings, news.timing].slice(-KEPT_TIMINGS),
  };
  return writeOf(news.accountId, row, news.policy);
}

/** Time alone: an old question lapses. */
export function accountAtTime(accountId: string, before: AccountRow, policy: Policy, nowMs: number): StateWrite {
  const isOver = before.unconfirmedAtMs !== null && nowMs >= before.unconfirmedAtMs + UNCONFIRMED_FOR_MS;
  return writeOf(accountId, isOver ? { ...before, unconfirmedAtMs: null } : before, policy);
}

function writeOf(accountId: string, row: AccountRow, policy: Policy): StateWrite {
  const subject = row.code ?? accountId;
  // Where the owner chose something else than dispatch, or the label itself, nobody hears too early by surprise.
  const isTrusting = policy.shippedWhen === null || policy.shippedWhen === 'dispatched';
  const looksLikeLabel = isTrusting ? dispatchLooksLikeLabel(subject, row.timings) : null;
  const unconfirmed: StandingFinding = {
    code: STRATEGY_UNCONFIRMED,
    owner: 'integration',
    severity: 'warning',
    subject,
    detail: { assumed: 'shipment' },
  };
  return {
    key: accountKey(accountId),
    state: row,
    wakeAtMs: row.unconfirmedAtMs === null ? null : row.unconfirmedAtMs + UNCONFIRMED_FOR_MS,
    names: [],
    findings: [
      ...(row.unconfirmedAtMs === null ? [] : [unconfirmed]),
      ...(looksLikeLabel === null ? [] : [looksLikeLabel]),
    ],
  };
}
