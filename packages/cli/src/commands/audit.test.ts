import { expect, test } from 'vitest';
import { auditText } from './audit.js';

const gap = (subject: string, count: number) => ({
  kind: 'ship-method-unmapped' as const,
  subject,
  account: 'brand',
  count,
  sentence: 'Customers read the code.',
});

test('gaps are grouped by what they mean, the most frequent first, and lag is told by step', () => {
  const text = auditText({
    from: '2026-02-01T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
    orders: 420,
    gaps: [gap('DPD-12', 3), gap('EVRI-48', 90)],
    lag: [{ step: 'dispatched → heard', median: 2.04, p95: 30, max: 1_800, count: 410 }],
  });
  expect(text).toBe(`420 orders, 2026-02-01 00:00 to 2026-03-01 00:00 UTC

Shipping methods without a name or tracking link: customers read a code (2)
  EVRI-48  90×  Customers read the code.
  DPD-12   3×   Customers read the code.

From one step to the next
  step                median  95 of 100  worst    count
  dispatched → heard  2 s     30 s       1,800 s  410`);
});
