/** A Clarus client that lists one account only: the sweep of one brand's object need not walk everybody's orders. */
import type { Clarus } from '@clarus-klaviyo/clarus';
import type { ClarusPort } from '@clarus-klaviyo/sync';

/** `*`, and a code: the filter takes ids, so those list everything and sync leaves out what is not theirs. */
export function onlyAccount(clarus: Clarus, clarusAccount: string): ClarusPort {
  if (!/^\d+$/.test(clarusAccount)) return clarus;
  const account = { account_id: { eq: clarusAccount } };
  return {
    ...clarus,
    orders: {
      list: ({ filter, ...options } = {}) => clarus.orders.list({ ...options, filter: { ...filter, ...account } }),
      viewMany: (orders, options) => clarus.orders.viewMany(orders, options),
    },
    stockBalances: {
      list: ({ filter, ...options } = {}) =>
        clarus.stockBalances.list({ ...options, filter: { ...filter, ...account } }),
    },
  };
}
