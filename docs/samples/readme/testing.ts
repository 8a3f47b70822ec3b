// #region readme
import { fakeClarus, fakeKlaviyo, virtualClock } from '@clarus-klaviyo/testing';

const clock = virtualClock('2026-03-02T09:00:00Z');
const clarus = fakeClarus({
  subdomain: 'brand',
  clientId: 'id',
  clientSecret: 'secret',
  clock,
  automations: [{ id: '43', resource: 'goods_out', event: 'completed' }],
});
const klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' }, clock, variants: ['TEE-NVY-M'] });

// The warehouse works by its own rules …
const { world } = clarus;
const order = world.createOrder({ reference: 'SO-1', email: 'a@mail.invalid', lines: [{ sku: 'TEE-NVY-M', quantity: 2 }] });
world.allocate(order.id);
world.pick(order.id);
const shipment = world.packShipment(order.id, { parcels: 2 });
world.label(shipment.id);
world.dispatchShipment(shipment.id);

// … rings the webhooks that are registered, and answers GraphQL through `clarus.fetch`.
clarus.jobs.map(({ automationId }) => automationId); // ['43']
// #endregion readme

void klaviyo;
