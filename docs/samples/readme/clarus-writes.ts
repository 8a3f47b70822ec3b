import { createClarus } from '@clarus-klaviyo/clarus';

const clarus = createClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret' });

// #region readme
import { createOnce, createOrder, findByReference, updateOrder } from '@clarus-klaviyo/clarus/writes';

const order = {
  reference: 'SO-1001',
  accountId: '7',
  expectedDispatchAt: '2026-03-02T12:00:00Z',
  shopReference: '#1001',
  address: { name: 'A. Shopper', line1: '1 High Street', town: 'Leeds', postcode: 'LS1 1AA', countryCode: 'GB' },
  lines: [{ productId: '1024', quantity: 2 }],
};
const { id, how } = await createOnce({
  find: () => findByReference(clarus.orders, order.reference, { account_id: { eq: order.accountId } }),
  create: () => createOrder(clarus, order),
});
await updateOrder(clarus, id, { lines: { add: [{ productId: '1025', quantity: 1 }], remove: ['60781'] } });
// #endregion readme

void how;
