import { expect, test } from 'vitest';
import { reconciliationText } from './reconcile.js';

const MISSING = {
  class: 'missing',
  account: 'brand',
  metric: 'Fulfilled Order',
  eventId: 'acme:OrderFulfilled:3301:order',
  orderReference: 'SO-1001',
  clarusStatus: 'COMPLETED',
  ledgerStatus: 'delivered',
  trueAt: '2026-03-02T09:00:00.000Z',
  toldAt: '2026-03-02T09:00:05.000Z',
  inKlaviyoAt: null,
  sentence: 'Klaviyo took it and does not have it.',
} as const;

const RESULT = {
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-08T00:00:00.000Z',
  orders: 1_200,
  told: 2_400,
  inKlaviyo: 2_399,
  matched: 2_399,
  counts: { missing: 1, extra: 0, late: 0, different: 0, 'not-yet-due': 0 },
  differences: [MISSING],
  plan: {
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-08T00:00:00.000Z',
    steps: [{ kind: 'resend', account: 'brand', eventId: MISSING.eventId, because: 'missing' }],
  },
} as const;

test('a reconciliation counts three columns, shows the differences, and says what a repair would take', () => {
  expect(reconciliationText(RESULT)).toBe(`2026-03-01 00:00 to 2026-03-08 00:00 UTC

  orders in Clarus   1,200
  events told        2,400
  events in Klaviyo  2,399
  matched            2,399
  missing            1

  missing  SO-1001  Fulfilled Order  Klaviyo took it and does not have it.

A repair would take 1 step: --plan <file> keeps them.`);
});

test('of many differences it shows the first and says where the rest is', () => {
  const differences = Array.from({ length: 45 }, () => MISSING);
  const text = reconciliationText({ ...RESULT, differences });
  expect(text.match(/Klaviyo took it/g)).toHaveLength(20);
  expect(text).toContain('… and 25 more: --csv <file> has them all.');
});

test('nothing different is said plainly', () => {
  const clean = { ...RESULT, differences: [], plan: { ...RESULT.plan, steps: [] } };
  expect(reconciliationText(clean)).toContain('No differences.\n\nNothing to repair.');
});
