import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageId } from './message-id.js';

test('joins tenant, kind, order and thing', () => {
  expect(messageId('acme', 'ShipmentDispatched', '1001', '77')).toBe('acme:ShipmentDispatched:1001:77');
});

test('different parts give different ids, none is longer than Klaviyo takes', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom('a:b', 'a', 'b:', '%3A'),
    fc.string({ minLength: 100, maxLength: 300 }),
  );
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (a, b) => {
      const ids = [a, b].map(([tenant, order, thing]) => messageId(tenant, 'LinesCancelled', order, thing));
      expect(Math.max(...ids.map((id) => id.length))).toBeLessThanOrEqual(255);
      expect(ids[0] === ids[1]).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test('overlong parts that differ only at their end stay apart, and repeat for ever', () => {
  const long = 'x'.repeat(300);
  expect(messageId('acme', 'LinesCancelled', `${long}1`, '1')).not.toBe(
    messageId('acme', 'LinesCancelled', `${long}2`, '1'),
  );
  expect(messageId('acme', 'LinesCancelled', long, '1')).toBe(
    'acme:LinesCancelled:xxxxxxxxxxxxxxxxxxxx~25bjsmpz1pf05nevlxbev0:1',
  );
});
