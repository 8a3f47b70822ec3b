import { expect, test } from 'vitest';
import { anEntry } from '../reconcile/__fixtures__/entries.js';
import { NOON } from '../stores/conformance/builders.js';
import type { TrailEntry } from '../stores/store.js';
import { timelineOf } from './timeline.js';

const AT = '2026-03-02T10:00:30.000Z';

test.each<[string, TrailEntry['detail'], string]>([
  ['webhook', { hook: 'goods_out.completed' }, 'Clarus rang: goods_out.completed.'],
  ['read', { status: 'PICK', shipments: 2 }, 'Read from Clarus: status PICK, shipments 2.'],
  ['gone', { source: 'sweep' }, 'Clarus no longer has the order.'],
  [
    'evidence',
    { evidence: 'scanned', shipment: '9', at: AT, source: 'carrier' },
    'News came of shipment 9: the carrier scanned it at 2026-03-02 10:00 UTC.',
  ],
  [
    'evidence',
    { evidence: 'collected', shipment: null, at: null, source: 'carrier' },
    'News came of its shipments: the carrier collected it.',
  ],
  ['contact', { source: 'shop' }, 'The shop named whom the order is for.'],
  ['reissued', { order: '8' }, 'It was cancelled and made again under its reference, as order 8.'],
  [
    'held',
    { reason: 'tracking, identity', until: AT },
    'It waits for a tracking number, an e-mail address, and is looked at again at 2026-03-02 10:00 UTC.',
  ],
  ['held', { reason: 'collection', until: null }, 'It waits for the collection.'],
  ['erased', {}, 'The customer asked to be forgotten: their data was erased.'],
  ['of-a-later-version', { colour: 'blue' }, 'of-a-later-version: colour blue.'],
])('%s %j in words', (kind, detail, sentence) => {
  const [entry] = timelineOf({ trail: [{ atMs: NOON, kind, detail }], messages: [], incidents: [] });
  expect(entry).toEqual({ at: new Date(NOON).toISOString(), kind, sentence, messageId: null, metric: null });
});

test('what happened comes in the order in which it happened, with its exact instant beside the words', () => {
  const trail = [{ atMs: NOON + 500, kind: 'webhook', detail: {} }];
  const timeline = timelineOf({ trail, messages: [anEntry('a', { enqueuedAtMs: NOON + 700 })], incidents: [] });
  expect(timeline.map(({ kind }) => kind)).toEqual(['webhook', 'decided', 'delivered']);
  expect(timeline[0]?.at).toBe('2026-03-01T12:00:00.500Z');
  for (const { sentence } of timeline) expect(sentence).not.toMatch(/\d{2}:\d{2}:\d{2}/);
});
