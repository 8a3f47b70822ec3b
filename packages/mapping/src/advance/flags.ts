/** What an order says about its customer while it is half way, and when it stops saying so (design §5.8). */

import { toInstant } from '../instants.js';
import { waitingShipments } from './shipments.js';
import { addProfileFact, type Turn } from './turn.js';

/** Dated by the state's clock, which only rises: the later of an order's facts is the later in time. */
export function tellFlags(turn: Turn): void {
  const { told, derived, identity, nowMs } = turn;
  if (turn.corrections.length > 0) return;
  const isToldShipped = told.shipments.some(({ mode }) => mode !== 'baseline');
  const isOpen = derived.unitsDispatched > 0 && derived.unitsOutstanding > 0;
  const isHalfWay = isOpen || waitingShipments(turn).length > 0;
  if (told.partlyFlag === null) {
    if (!isToldShipped || !isHalfWay || identity.kind !== 'known') return;
    told.partlyFlag = { email: identity.email, at: toInstant(nowMs) };
    addProfileFact(turn, 'partlyShipped', identity.email, nowMs);
  } else if (!isHalfWay) {
    addProfileFact(turn, 'fullyShipped', told.partlyFlag.email, nowMs);
    told.partlyFlag = null;
  }
}
