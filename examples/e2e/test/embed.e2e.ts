import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { view } from '../../embed/test/view.js';
import { projectFolder } from '../projects.js';

const built = (file: string): string => pathToFileURL(join(projectFolder('embed'), 'dist', file)).href;

test('copied, installed and built as its README says, it makes events of an order, with the shop’s prices in them', async () => {
  const { orderChanged, productsKnown }: typeof import('../../embed/src/order-changed.js') = await import(
    built('order-changed.js')
  );
  const { productsOf }: typeof import('../../embed/src/shopify.js') = await import(built('shopify.js'));
  const order = { name: '#1001', line_items: [{ sku: 'TEE-M', price: '19.90', vendor: 'Acme' }] };

  const packed = orderChanged(view('Created', 0), 1, '2026-03-02T09:00:00Z');
  const priced = productsKnown(productsOf(order, new Map()), 1, '2026-03-02T09:01:00Z', packed.state);
  const left = orderChanged(view('dispatched', 2), 2, '2026-03-02T15:00:00Z', priced.state);
  expect(left.events.map((event) => event.data.attributes.unique_id)).toEqual([
    'acme:ShipmentDispatched:3301:15',
    'acme:OrderFulfilled:3301:order',
  ]);
  expect(left.events[0]?.data.attributes.properties['Items']).toMatchObject([{ SKU: 'TEE-M', ItemPrice: 19.9 }]);
});
