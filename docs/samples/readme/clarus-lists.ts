import { createClarus } from '@clarus-klaviyo/clarus';
import * as z from 'zod/mini';

const clarus = createClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret' });

// #region readme
const schema = z.object({ customer: z.nullable(z.object({ code: z.string() })) });
for await (const order of clarus.orders.list({ extend: { fields: ['customer.code'], schema } })) {
  console.log(order.reference, order.more.customer?.code);
}
const holds = clarus.list('reason_codes', {
  fields: ['id', 'code'],
  filter: { reason_type: { eq: 'hold' } },
  filterType: 'ReasonCodeFilterType', // Clarus names these without a rule; the compiler knows the one there is
});
// #endregion readme

void holds;
