import { expect, test } from 'vitest';
import { orderChanged } from '../src/order-changed.js';
import { view } from './view.js';

test('a printed label tells nobody; the dispatch tells once; the same read again tells nothing', () => {
  const labelled = orderChanged(view('Created', 0), 1, '2026-03-02T09:00:00Z');
  expect(labelled.events).toEqual([]);

  const left = orderChanged(view('dispatched', 2), 2, '2026-03-02T15:00:00Z', labelled.state);
  expect(left.events.map((event) => event.data.attributes.unique_id)).toEqual([
    'acme:ShipmentDispatched:3301:15',
    'acme:OrderFulfilled:3301:order',
  ]);

  expect(orderChanged(view('dispatched', 2), 3, '2026-03-02T15:05:00Z', left.state).events).toEqual([]);
});
