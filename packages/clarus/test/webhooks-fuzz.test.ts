/** `npm run test:deep` tries a million bodies. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../src/webhooks/decode.js';
import type { WebhookEvent } from '../src/webhooks/events.js';
import { runs } from './support/runs.js';

const automations = { '43': 'goods_out.completed', '44': 'stock_balance.updated', '45': 'robot.danced', '46': '' };
const NAMES = ['data', 'attributes', 'relationships', 'id', 'reference', 'account', 'address', 'product', '__proto__'];

/** JSON that looks like what we look for, and pieces of it, and neither. */
const body = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.json({ maxDepth: 3 }),
  fc
    .record(
      Object.fromEntries(
        NAMES.map((name) => [name, fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant({ data: [{}] }))]),
      ),
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.tuple(fc.json({ maxDepth: 2 }), fc.nat(40)).map(([json, cut]) => json.slice(0, -cut)),
);

function isSound({ recordId, reference, orderId, contact, record, resource, event }: WebhookEvent): boolean {
  const isText = (value: string | null) => value === null || (typeof value === 'string' && value.trim() !== '');
  return (
    [recordId, reference, orderId, contact?.email ?? null].every(isText) &&
    (record === null || (typeof record === 'object' && !Array.isArray(record))) &&
    (resource === 'unknown') === (event === null)
  );
}

test('whatever a body is, an event comes out, and nothing in it is a guess', () => {
  fc.assert(
    fc.property(body, fc.constantFrom('43', '44', '45', '46', '99', 'constructor', null), (rawBody, automationId) => {
      const event = decode(rawBody, { automationId, automations });
      // By hand, for speed: this runs a million times.
      if (!isSound(event)) expect(event).toBe('sound');
      if (event.recordId !== null && !rawBody.includes(event.recordId) && !rawBody.includes('\\')) {
        expect(Number(event.recordId)).not.toBeNaN(); // a number, spelt otherwise: 1e3
      }
    }),
    runs(2_000, 1_000_000),
  );
});
