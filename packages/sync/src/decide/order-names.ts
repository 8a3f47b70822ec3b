/** Under which names an order is found again: by people, carriers, siblings and sweeps. Pure. */
import {
  anyReferenceName,
  dispatchName,
  openDayName,
  openSkuName,
  referenceName,
  shopReferenceName,
  trackingName,
} from '../keys.js';
import { trackingNumbersOf } from './observed.js';
import type { OrderRow } from './rows.js';

/** Of each kind: an order with more is found by the rest of its names. */
const MAX_NAMES = 200;

export function namesOf({ clarusAccountId, reference, isSettled, state }: OrderRow): readonly string[] {
  const names: string[] = [];
  if (reference !== null) names.push(anyReferenceName(reference));
  if (reference !== null && clarusAccountId !== null) names.push(referenceName(clarusAccountId, reference));
  if (state === null) return names;
  const { dispatches, lines, order } = state.facts;
  const shopReference = order?.value.shopReference ?? null;
  if (shopReference !== null && clarusAccountId !== null) names.push(shopReferenceName(clarusAccountId, shopReference));
  names.push(...trackingNumbersOf(state).slice(0, MAX_NAMES).map(trackingName));
  names.push(...(dispatches?.value ?? []).slice(0, MAX_NAMES).map(({ id }) => dispatchName(id)));
  if (isSettled || clarusAccountId === null) return names;
  const skus = new Set(lines?.value.map(({ sku }) => sku));
  names.push(openDayName(order?.value.expectedDispatchAt?.slice(0, 10) ?? null));
  names.push(...[...skus].slice(0, MAX_NAMES).map((sku) => openSkuName(clarusAccountId, sku)));
  return [...new Set(names)];
}
