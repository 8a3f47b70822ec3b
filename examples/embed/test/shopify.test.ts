import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { orderChanged, productsKnown } from '../src/order-changed.js';
import {
  fromShopifyProduct,
  isFromShopify,
  productsOf,
  type ShopifyOrder,
  type ShopifyProduct,
} from '../src/shopify.js';
import { view } from './view.js';

const TEE: ShopifyProduct = {
  handle: 'tee',
  vendor: 'Acme',
  product_type: 'Tops',
  image: { src: 'https://cdn.shop.example/tee.jpg' },
  images: [
    { id: 1, src: 'https://cdn.shop.example/tee.jpg' },
    { id: 2, src: 'https://cdn.shop.example/tee-m.jpg' },
  ],
  variants: [
    { id: 91, sku: 'TEE-M', price: '25.00', image_id: 2 },
    { id: 92, sku: 'TEE-L', price: '25.00', image_id: null },
    { id: 93, sku: null, price: '0.00', image_id: null },
  ],
};
const ORDER: ShopifyOrder = {
  name: '#1001',
  line_items: [
    { sku: 'TEE-M', price: '19.90', vendor: 'Acme' },
    { sku: 'GIFT', price: '', vendor: null },
  ],
};

test('the event of a shipment shows what the shop knew: the price that was paid, the picture of that very variant', () => {
  const known = new Map(fromShopifyProduct(TEE, 'https://shop.example').map((product) => [product.sku, product]));
  expect([...known.keys()]).toEqual(['TEE-M', 'TEE-L']);
  expect(known.get('TEE-L')?.imageUrl).toBe('https://cdn.shop.example/tee.jpg');

  const packed = orderChanged(view('Created', 0), 1, '2026-03-02T09:00:00Z');
  const priced = productsKnown(productsOf(ORDER, known), 1, '2026-03-02T09:01:00Z', packed.state);
  const left = orderChanged(view('dispatched', 2), 2, '2026-03-02T15:00:00Z', priced.state);
  expect(priced.events).toEqual([]);
  expect(left.events[0]?.data.attributes.properties['Items']).toMatchObject([
    {
      SKU: 'TEE-M',
      Quantity: 2,
      ItemPrice: 19.9,
      ImageURL: 'https://cdn.shop.example/tee-m.jpg',
      ProductURL: 'https://shop.example/products/tee?variant=91',
      Brand: 'Acme',
      Categories: ['Tops'],
    },
  ]);
});

test('a product no webhook told of has its price all the same, and nothing made up', () => {
  expect(productsOf(ORDER, new Map())).toEqual([
    { sku: 'TEE-M', url: null, imageUrl: null, price: 19.9, brand: 'Acme', categories: [] },
    { sku: 'GIFT', url: null, imageUrl: null, price: null, brand: null, categories: [] },
  ]);
});

test('a body is believed only with the signature that Shopify’s secret makes of it', async () => {
  const body = JSON.stringify(ORDER);
  const signature = createHmac('sha256', 'shared-secret').update(body).digest('base64');
  expect(await isFromShopify(body, signature, 'shared-secret')).toBe(true);
  expect(await isFromShopify(`${body} `, signature, 'shared-secret')).toBe(false);
  expect(await isFromShopify(body, signature, 'another-secret')).toBe(false);
  expect(await isFromShopify(body, 'not base64!', 'shared-secret')).toBe(false);
});
