/** Everything about an order that a person should know now: derived from its state, so what is gone clears itself. */

import { toCarrier } from '../carrier-policy.js';
import type { Finding, FindingCode } from '../findings.js';
import type { DerivedOrder } from './derive-order.js';
import { ORDER_LEVEL } from './derive-order.js';
import { finding } from './finding.js';
import type { OrderTold, ToldShipment } from './order-state.js';
import { UNCONFIRMED } from './shipments.js';
import type { Turn } from './turn.js';

/** At most one finding per code and subject. */
export function orderFindings(turn: Turn): readonly Finding[] {
  const { derived, told } = turn;
  const reference = derived.order.reference;
  const about = (code: FindingCode, ids: readonly string[]): Finding[] =>
    ids.length === 0 ? [] : [finding(code, reference, { shipments: ids.join(', ') })];
  const when = (code: FindingCode, isTrue: boolean): Finding[] => (isTrue ? [finding(code, reference)] : []);
  const reasons = reasonsOf(told);
  const unchosen = derived.shippedWhen === null;
  const unreleased = derived.candidates.filter(({ id, isDispatched }) => isDispatched && !isTold(told, id));
  const unconfirmed = told.shipments.filter(({ modeReason }) => modeReason === UNCONFIRMED).map(({ id }) => id);
  return [
    ...when('order-gone', derived.status === 'gone'),
    ...strategyFindings(turn),
    ...about('dispatch-looks-like-label', unchosen ? [...unreleased.map(({ id }) => id), ...unconfirmed] : []),
    ...about('dispatch-unconfirmed', unchosen ? [] : unconfirmed),
    ...when('dispatched-without-shipment', isOrderLevelOnly(told)),
    ...about('tracking-missing', untracked(derived, told)),
    ...about(
      'items-ambiguous',
      idsOf(told, (shipment) => shipment.itemsSource === 'unknown'),
    ),
    ...when('identity-missing', isHeldForIdentity(turn) || reasons.has('identity-missing')),
    ...when('identity-filtered', reasons.has('identity-filtered')),
    ...when('late-news', reasons.has('late')),
    ...about(
      'shipped-after-cancel',
      idsOf(told, (shipment) => shipment.isAfterCancel),
    ),
    ...when('cancel-withdrawn', told.isReinstated && told.shipments.length === 0),
    ...when(
      'order-edited-after-dispatch',
      told.isEditedAfterDispatch && derived.status === 'open' && told.fulfilled === null,
    ),
    ...when('fulfilment-mismatch', isContradictory(derived, told)),
    ...unmappedMethods(turn),
    ...(derived.isStatusKnown ? [] : [finding('unknown-status', derived.order.statusCode, { order: reference })]),
  ];
}

/** Stands for as long as the order can still be told something on the strength of the assumption. */
function strategyFindings({ derived, told }: Turn): readonly Finding[] {
  const isOver = told.fulfilled !== null || told.cancelled !== null || derived.status === 'gone';
  if (derived.isStrategyConfirmed || isOver) return [];
  const { account } = derived.order;
  return [
    finding('dispatch-strategy-unconfirmed', account?.code ?? account?.id ?? 'account', { assumed: derived.strategy }),
  ];
}

function isTold({ shipments }: OrderTold, id: string): boolean {
  return shipments.some((shipment) => shipment.id === id);
}

/** Of what was told by a message of its own: neither baseline nor adopted. */
function idsOf({ shipments }: OrderTold, isMatch: (shipment: ToldShipment) => boolean): readonly string[] {
  return shipments
    .filter((shipment) => shipment.mode !== 'baseline' && shipment.mode !== 'adopted' && isMatch(shipment))
    .map(({ id }) => id);
}

function reasonsOf({
  shipments,
  fulfilled,
  cancelled,
  linesCancelled,
}: OrderTold): ReadonlySet<string | null | undefined> {
  return new Set([...shipments, ...linesCancelled, fulfilled, cancelled].map((one) => one?.modeReason));
}

function isHeldForIdentity({ holds, identity }: Turn): boolean {
  return identity.kind === 'missing' && [...holds.values()].some((reasons) => reasons.includes('identity'));
}

function isOrderLevelOnly(told: OrderTold): boolean {
  return idsOf(told, ({ id }) => id === ORDER_LEVEL).length > 0 && told.shipments.length === 1;
}

function untracked({ candidates }: DerivedOrder, told: OrderTold): readonly string[] {
  return idsOf(
    told,
    ({ id, trackingNumbers, mode, isStanding }) =>
      id !== ORDER_LEVEL && isStanding && trackingNumbers.length === 0 && mode !== 'withheld',
  ).filter((id) => !candidates.some((candidate) => candidate.id === id && candidate.trackingNumbers.length > 0));
}

/** Shipments and lines of a closed order that cannot both be right. */
function isContradictory({ candidates, status, unitsDispatched }: DerivedOrder, told: OrderTold): boolean {
  const hasLeft = candidates.some(({ isDispatched }) => isDispatched);
  if (hasLeft && unitsDispatched === 0) return true;
  return (
    status === 'completed' &&
    hasLeft &&
    candidates.some(({ id, isDispatched, isLabelled }) => isLabelled && !isDispatched && !isTold(told, id))
  );
}

/** Carriers told by their raw code, because neither Clarus nor the policy gives them a name. */
function unmappedMethods({ derived, told, policy }: Turn): readonly Finding[] {
  const ids = idsOf(told, () => true);
  const codes = derived.candidates
    .filter(({ id, carrier }) => ids.includes(id) && carrier?.name === null && toCarrier(carrier, policy) === undefined)
    .flatMap(({ carrier }) => carrier?.code ?? []);
  return [...new Set(codes)].map((code) => finding('ship-method-unmapped', code));
}
