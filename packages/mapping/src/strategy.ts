import type { DispatchStrategy, ShippedWhen } from './policy-types.js';

/** What counts as shipped where the policy does not say; null: nobody may guess, the owner must choose. */
export function defaultShippedWhen(strategy: DispatchStrategy): ShippedWhen | null {
  switch (strategy) {
    case 'manual':
    case 'shipment':
      return 'dispatched';
    case 'load':
      return 'departed';
    case 'auto':
    case 'auto_shipment':
      return null;
  }
}

export function isAutomatic(strategy: DispatchStrategy): boolean {
  return strategy === 'auto' || strategy === 'auto_shipment';
}
