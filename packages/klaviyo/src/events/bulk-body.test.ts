import { describe, expect, test } from 'vitest';
import { anEvent } from '../../test/events.js';
import {
  blamedPositions,
  bulkBytesOf,
  dedupeKey,
  type EventBulkCreateBody,
  toBulkRequest,
  toEventText,
} from './bulk-body.js';
import type { EventCreateBody } from './event.js';

function requestOf(...bodies: readonly EventCreateBody[]) {
  const request = toBulkRequest(bodies.map(toEventText));
  const body: EventBulkCreateBody = JSON.parse(request.body);
  return { ...request, body };
}

describe('a bulk body', () => {
  test('groups the events of a profile and moves meta beside the attributes', () => {
    const meta = { patch_properties: { unset: 'Old' } };
    const { body, positions } = requestOf(
      anEvent('a', {}, { meta }),
      anEvent('b', { email: 'kim@shop.example.org' }),
      anEvent('c', {}, { meta }),
    );
    const event = (unique_id: string) => ({
      type: 'event',
      attributes: {
        properties: { OrderId: '1001' },
        time: '2026-07-20T10:00:00+00:00',
        unique_id,
        metric: { data: { type: 'metric', attributes: { name: 'Shipment Dispatched' } } },
      },
    });
    expect(body).toEqual({
      data: {
        type: 'event-bulk-create-job',
        attributes: {
          'events-bulk-create': {
            data: [
              {
                type: 'event-bulk-create',
                attributes: {
                  profile: { data: { type: 'profile', attributes: { email: 'pat@shop.example.org' }, meta } },
                  events: { data: [event('a'), event('c')] },
                },
              },
              {
                type: 'event-bulk-create',
                attributes: {
                  profile: { data: { type: 'profile', attributes: { email: 'kim@shop.example.org' } } },
                  events: { data: [event('b')] },
                },
              },
            ],
          },
        },
      },
    });
    expect(positions).toEqual([[0, 2], [1]]);
  });

  test('never mixes silent and live events in one entry, and says so at both levels', () => {
    const { body } = requestOf(anEvent('a'), anEvent('b', { backfill: true }));
    const entries = body.data.attributes['events-bulk-create'].data;
    expect(entries.map(({ attributes }) => attributes.backfill)).toEqual([undefined, true]);
    expect(entries[1]?.attributes.events.data[0]?.attributes.backfill).toBe(true);
  });

  test('may be repeated only if every event has a unique_id', () => {
    expect(requestOf(anEvent('a'), anEvent('b')).isRepeatable).toBe(true);
    expect(requestOf(anEvent('a'), anEvent(null)).isRepeatable).toBe(false);
  });

  test('two events are the same when profile, metric and unique_id are', () => {
    expect(dedupeKey(anEvent('a'))).toBe(dedupeKey(anEvent('a')));
    expect(dedupeKey(anEvent('a'))).not.toBe(dedupeKey(anEvent('b')));
    expect(dedupeKey(anEvent('a'))).not.toBe(dedupeKey(anEvent('a', { email: 'kim@shop.example.org' })));
    expect(dedupeKey(anEvent(null))).toBeNull();
  });

  test('the bytes of its events are never fewer than those of the request', () => {
    const bodies = Array.from({ length: 50 }, (_, index) =>
      anEvent(`ü${index}`, { email: `ü${index}@shop.example.org` }),
    );
    const sent = new TextEncoder().encode(toBulkRequest(bodies.map(toEventText)).body).length;
    expect(bodies.reduce((sum, body) => sum + bulkBytesOf(toEventText(body)), 0)).toBeGreaterThanOrEqual(sent);
  });

  test('a pointer at an event blames it, one at a profile all its events, any other nobody', () => {
    const events = [anEvent('a'), anEvent('b', { email: 'kim@shop.example.org' }), anEvent('c')];
    const request = toBulkRequest(events.map(toEventText));
    const list = '/data/attributes/events-bulk-create/data';
    expect([...blamedPositions(request, [`${list}/0/attributes/events/data/1/attributes/time`])]).toEqual([2]);
    expect([...blamedPositions(request, [`${list}/0/attributes/profile/data/attributes/email`])]).toEqual([0, 2]);
    expect([...blamedPositions(request, [list, '/data', `${list}/7`, 'nonsense'])]).toEqual([]);
  });
});
