import { expect, test } from 'vitest';
import type { KeptIncident } from '../stores/store.js';
import { digestDay, toDigest } from './digest.js';
import { toDigestAlert } from './words.js';

const at = (instant: string): number => Date.parse(instant);

test.each([
  ['2026-03-02T07:59:00Z', 'UTC', '2026-03-01'],
  ['2026-03-02T08:00:00Z', 'UTC', '2026-03-02'],
  ['2026-07-02T07:00:00Z', 'Europe/London', '2026-07-02'],
  ['2026-01-02T07:59:00Z', 'Europe/London', '2026-01-01'],
  ['2026-03-01T07:59:00Z', 'UTC', '2026-02-28'],
  ['2026-03-01T23:30:00Z', 'Pacific/Kiritimati', '2026-03-02'],
  // The clocks change in this night: 01:00 becomes 02:00.
  ['2026-03-29T06:59:00Z', 'Europe/London', '2026-03-28'],
  ['2026-03-29T07:00:00Z', 'Europe/London', '2026-03-29'],
])('at %s in %s the digest of %s has come', (instant, timeZone, day) => {
  expect(digestDay(at(instant), '08:00', timeZone)).toBe(day);
});

const TO = at('2026-03-03T08:00:00Z');
const FROM = TO - 86_400_000;

function measured(name: string, sum: number, max: number = sum, count = 1) {
  return { name, hourMs: FROM, count, sum, max, last: max };
}

function incident(owner: KeptIncident['owner'], firstSeenAtMs: number, closedAtMs: number | null = null): KeptIncident {
  return {
    id: `${owner}/${firstSeenAtMs}`,
    class: 'dead-letter',
    subject: 'SO-1',
    severity: 'error',
    owner,
    detail: {},
    firstSeenAtMs,
    lastSeenAtMs: firstSeenAtMs,
    count: 1,
    assignee: null,
    notes: [],
    closedAtMs,
    closedBy: closedAtMs === null ? null : 'cleared',
    notifiedAtMs: null,
    escalatedAtMs: null,
  };
}

test('a digest says what was told, what was not, who is needed, and where time went', () => {
  const digest = toDigest({
    fromMs: FROM,
    toMs: TO,
    measured: [
      measured('delivered:one', 100),
      measured('delivered:two', 20),
      measured('silent:two', 5),
      measured('withheld:one', 2),
      measured('dead:one', 1),
      measured('heard-ms:one', 8_000, 5_000, 2),
      measured('decided-ms:one', 60_000, 50_000, 2),
      measured('lag-ms:one', 900, 800, 2),
    ],
    incidents: [
      incident('warehouse', FROM - 1),
      incident('integration', FROM + 1),
      incident('ecommerce', FROM + 2, TO - 1),
    ],
  });
  expect(digest).toEqual({
    from: '2026-03-02T08:00:00.000Z',
    to: '2026-03-03T08:00:00.000Z',
    delivered: 115,
    silent: 5,
    withheld: 2,
    dead: 1,
    opened: 2,
    closed: 1,
    open: { warehouse: 1, ecommerce: 0, integration: 1 },
    slowestStep: { step: 'reading, waiting and deciding', meanSeconds: 30, maxSeconds: 50 },
  });
  const facts = { tenant: 'acme', nowMs: TO, links: { page: 'https://ops.shop.example', runbooks: null } };
  expect(toDigestAlert(digest, '2026-03-03', facts).text).toBe(
    [
      'Told: 115. Onto timelines only: 5. Withheld: 2. Dead: 1.',
      'Incidents: 2 opened, 1 closed, 2 open (warehouse 1, integration 1).',
      'Slowest step: reading, waiting and deciding, 30 s on average and 50 s at most.',
      'Page: https://ops.shop.example/',
    ].join('\n'),
  );
});

test('a day without messages has no slowest step', () => {
  expect(toDigest({ fromMs: FROM, toMs: TO, measured: [], incidents: [] }).slowestStep).toBeNull();
});
