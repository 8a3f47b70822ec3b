/** What an order as Clarus has it now would make us tell, over what was told: pure, and tried out on a copy of its state. */
import {
  advance,
  initialOrder,
  type OrderAdvance,
  type OrderState,
  type OrderView,
  type Policy,
  type RunSettings,
  toKlaviyo,
} from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncAccount } from '../config.js';
import type { OrderRow } from '../decide/rows.js';
import type { Found } from './compare.js';
import { SETTLE_MS } from './compare.js';

export interface OrderNow {
  readonly orderId: string;
  /** As the last read left it; null: never read. */
  readonly row: OrderRow | null;
  /** As Clarus has it now; null: gone. */
  readonly view: OrderView | null;
  readonly isCreatedSinceLive: boolean;
}

export interface UntoldFacts {
  readonly tenant: string;
  readonly account: SyncAccount;
  readonly run: RunSettings;
  readonly nowMs: number;
}

/** These put right what was told; the others were never told. */
const CORRECTIONS: ReadonlySet<string> = new Set(['ShipmentUpdated', 'LinesCancelled', 'OrderEdited']);

export function untold({ orderId, row, view, isCreatedSinceLive }: OrderNow, facts: UntoldFacts): readonly Found[] {
  const { tenant, account, run, nowMs } = facts;
  const state = row?.state ?? initialOrder({ tenant, orderId });
  const read = advance(
    state,
    {
      kind: 'order',
      source: 'sweep',
      receivedAt: toInstant(nowMs),
      read: Number.MAX_SAFE_INTEGER,
      covers: ['order', 'lines', 'shipments', 'dispatches'],
      view,
      hooks: [],
      hookContact: null,
      isCreatedSinceLive,
    },
    account.policy,
    run,
  );
  const milestones = [...read.milestones, ...correctionsAfter(read, account.policy, run)];
  const clarusStatus = view?.order.statusCode ?? 'gone';
  const reference = view?.order.reference ?? row?.reference ?? '';
  // A webhook may be on its way: whatever it rings for is read long before this is over.
  const isSettling = row !== null && nowMs - row.readAtMs < SETTLE_MS;
  return milestones.flatMap((milestone) =>
    toKlaviyo(milestone, account.policy).flatMap((message): Found[] => {
      if (message.kind !== 'event' || message.mode === 'withheld') return [];
      const isCorrection = CORRECTIONS.has(milestone.kind);
      const sentence = isCorrection
        ? `Clarus says otherwise than the customer was told: ${message.metric} is due.`
        : `Clarus shows what nobody was told: ${message.metric} is due.`;
      return [
        {
          difference: {
            class: isSettling ? 'not-yet-due' : isCorrection ? 'different' : 'missing',
            account: account.name,
            metric: message.metric,
            eventId: message.id,
            orderReference: reference,
            clarusStatus,
            ledgerStatus: null,
            trueAt: milestone.at,
            toldAt: null,
            inKlaviyoAt: null,
            sentence,
          },
          orderId,
          step: isSettling ? null : { kind: 'read-again', orderId, reference, because: sentence },
        },
      ];
    }),
  );
}

/** The longest chain of waits that a correction goes through. */
const MOST_WAITS = 4;

/**
 * A correction waits a while for the warehouse to put it right; seen for the first time, it would never be due. So the
 * copy is left to time until it waits for none any more. Everything else that time alone would bring is not so yet.
 */
function correctionsAfter(
  { state, wakeAt }: OrderAdvance,
  policy: Policy,
  run: RunSettings,
): readonly OrderAdvance['milestones'][number][] {
  const corrections: OrderAdvance['milestones'][number][] = [];
  let [after, nextAt] = [state, wakeAt];
  for (let waits = 0; waits < MOST_WAITS && nextAt !== null && isCorrecting(after); waits += 1) {
    const result = advance(after, { kind: 'time', at: nextAt }, policy, run);
    corrections.push(...result.milestones.filter(({ kind }) => CORRECTIONS.has(kind)));
    [after, nextAt] = [result.state, result.wakeAt];
  }
  return corrections;
}

function isCorrecting({ told }: OrderState): boolean {
  return Object.values(told.holds).flat().includes('correction');
}
