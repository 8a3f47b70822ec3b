import { expect, test } from 'vitest';
import { StateVersionError } from '../errors.js';
import { definePolicy } from '../policy.js';
import { advance } from './advance.js';
import { initialOrder } from './order-state.js';
import { initialProfile } from './profile.js';
import { initialReceipt } from './receipt-state.js';
import { initialStock } from './stock.js';

const POLICY = definePolicy();
const LIVE = { liveFrom: '2026-03-01T00:00:00Z', isShadow: false };
const NOW = { kind: 'time', at: '2026-03-02T09:00:00Z' } as const;
/** As a later version of this package would have left it. */
const later = <State extends object>(state: State): State => ({ ...state, version: 2 });

test.each([
  ['an order', () => advance(later(initialOrder({ tenant: 'acme', orderId: '1' })), NOW, POLICY, LIVE)],
  ['a receipt', () => advance(later(initialReceipt({ tenant: 'acme', receiptId: '1' })), NOW, POLICY, LIVE)],
  ['stock', () => advance(later(initialStock({ tenant: 'acme', account: 'main', sku: 'TEE' })), NOW, POLICY, LIVE)],
  [
    'a profile',
    () => advance(later(initialProfile({ tenant: 'acme', account: 'main', profile: 'f' })), NOW, POLICY, LIVE),
  ],
])('a state of %s that another version wrote is refused, not misread', (_name, work) => {
  expect(work).toThrow(StateVersionError);
});
