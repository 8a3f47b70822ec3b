import { definePolicy } from '@clarus-klaviyo/mapping';
import { expect, test } from 'vitest';
import { anEntry } from '../reconcile/__fixtures__/entries.js';
import { NOON } from '../stores/conformance/builders.js';
import { again } from './lateness.js';

const HOUR_MS = 3_600_000;
const policy = definePolicy({
  dispatchStrategy: 'shipment',
  ageLimits: { ShipmentDispatched: '2h', OrderFulfilled: '4h' },
});

test.each([
  ['acme:ShipmentDispatched:7:12', 1, { mode: 'live', expiresAtMs: NOON + 2 * HOUR_MS }],
  ['acme:ShipmentDispatched:7:12', 2, { mode: 'silent', expiresAtMs: null }],
  ['acme:OrderPartlyFulfilled:7:12', 2, { mode: 'silent', expiresAtMs: null }],
  ['acme:OrderFulfilled:7', 2, { mode: 'live', expiresAtMs: NOON + 4 * HOUR_MS }],
  ['acme:of-another-version:7', 900, { mode: 'live', expiresAtMs: null }],
])('%s, %i hours after it became true: %j', (id, hours, how) => {
  const dead = anEntry(id, { status: 'dead', eventAtMs: NOON });
  expect(again(dead, policy, NOON + hours * HOUR_MS)).toEqual(how);
});

test('what was silent stays silent, and a state of things is never late', () => {
  const id = 'acme:ShipmentDispatched:7:12';
  expect(again(anEntry(id, { status: 'dead', mode: 'silent' }), policy, NOON)).toEqual({
    mode: 'silent',
    expiresAtMs: null,
  });
  const flags = anEntry('acme:ProfileChanged:x:1', { kind: 'profile', status: 'dead', eventAtMs: 0 });
  expect(again(flags, policy, NOON)).toEqual({ mode: 'live', expiresAtMs: null });
});
