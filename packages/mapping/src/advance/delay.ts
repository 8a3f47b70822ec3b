/** An order whose planned dispatch passed while units of it are still here: said once. */
import { instantMs } from '../instants.js';
import { itemsOf, outstandingUnits } from '../units.js';
import { ORDER_LEVEL } from './derive-order.js';
import { isBeforeLive } from './proof.js';
import { announce, holdUntil, judgeExtra, milestoneBase, once, type Turn } from './turn.js';

const DELAYED = 'delayed';
const DAY_MS = 86_400_000;

/** A plan is no proof, so it only counts when it was missed; a plan that moved in time was not. */
export function tellDelay(turn: Turn): void {
  const { told, derived, policy } = turn;
  const plannedMs = planMs(derived.order.expectedDispatchAt);
  if (told.delayed !== null || plannedMs === null || derived.status !== 'open' || derived.unitsOutstanding === 0)
    return;
  const dueMs = plannedMs + policy.delayGraceMs;
  if (holdUntil(turn, DELAYED, 'plan', dueMs)) return;
  const isOld = turn.isBaselineLook || isBeforeLive(turn, dueMs);
  const judgement = judgeExtra(turn, 'OrderDelayed', { key: DELAYED, atMs: dueMs, isOld });
  if (judgement === null) return;
  told.delayed = once(judgement);
  if (judgement === 'baseline') return;
  announce(turn, {
    kind: 'OrderDelayed',
    ...milestoneBase(
      turn,
      { kind: 'OrderDelayed', things: [ORDER_LEVEL], key: DELAYED, rule: 'plan-missed', evidence: null, atMs: dueMs },
      judgement,
    ),
    expectedDispatchAt: derived.order.expectedDispatchAt ?? '',
    outstandingItems: itemsOf(derived, outstandingUnits(derived.lines), false),
    isLate: judgement.reason === 'late',
  });
}

/** A bare date is kept until its day is over. */
function planMs(expectedDispatchAt: string | null): number | null {
  const ms = instantMs(expectedDispatchAt);
  return ms !== null && expectedDispatchAt?.length === 10 ? ms + DAY_MS : ms;
}
