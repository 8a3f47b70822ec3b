/** What each profile property means to somebody who builds segments. */
import type { FlagName } from '@clarus-klaviyo/mapping';

export const PROFILE_MEANINGS: Readonly<Record<FlagName, string>> = {
  lastCancelledOrder: 'Number of the order that was cancelled last; empty once that cancellation was taken back.',
  lastCancelledAt: 'When.',
  hasPartlyShippedOrder:
    'True while an order is half on its way. Do not ask for a review, do not upsell “complete the look”.',
  lastReturnedOrder: 'Number of the order of which something was returned last.',
  lastReturnedAt: 'When.',
  openReturns: 'Returns on their way back.',
  lastDispatchedOrder: 'Number of the order that left last. Off unless `flags.lastDispatched`.',
  lastDispatchedAt: 'When. Off likewise.',
};
