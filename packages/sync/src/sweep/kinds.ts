/**
 * What can be swept by itself: confirmed dispatches, orders, returns, stock balances, and what sales channels named
 * that Clarus knows nothing of.
 */
export type SweepKind = 'dispatches' | 'orders' | 'receipts' | 'balances' | 'mappings';

export const SWEEP_KINDS: readonly SweepKind[] = ['dispatches', 'orders', 'receipts', 'balances', 'mappings'];
