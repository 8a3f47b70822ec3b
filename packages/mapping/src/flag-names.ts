import type { FlagName } from './policy-types.js';

/** Profile properties where the policy names none; its prefix is put before them. */
export const FLAG_NAMES: Readonly<Record<FlagName, string>> = {
  lastCancelledOrder: 'Last Cancelled Order',
  lastCancelledAt: 'Last Cancelled At',
  hasPartlyShippedOrder: 'Has Partly Shipped Order',
  lastReturnedOrder: 'Last Returned Order',
  lastReturnedAt: 'Last Returned At',
  openReturns: 'Open Returns',
  lastDispatchedOrder: 'Last Dispatched Order',
  lastDispatchedAt: 'Last Dispatched At',
};
