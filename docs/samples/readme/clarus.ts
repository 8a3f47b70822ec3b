const clientId = 'id';
const clientSecret = 'secret';

// #region readme
import { createClarus } from '@clarus-klaviyo/clarus';

const clarus = createClarus({ subdomain: 'acme', clientId, clientSecret });
await clarus.describe(); // optional: find out what this tenant offers beyond the documentation

for await (const order of clarus.orders.list({ filter: { goods_out_status_code: { eq: 'COMPLETED' } } })) {
  const view = await clarus.orders.view(order.id, { reference: order.reference });
  for (const shipment of view?.shipments ?? []) {
    console.log(order.reference, shipment.carrier?.code, shipment.parcels.map((parcel) => parcel.trackingNumber));
  }
}
// #endregion readme
