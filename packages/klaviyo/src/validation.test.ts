import { describe, expect, test } from 'vitest';
import { anEvent } from '../test/events.js';
import { toBulkRequest, toEventText } from './events/bulk-body.js';
import { documentedLimits } from './validation.js';

const NOW_MS = Date.parse('2026-07-20T12:00:00Z');
const { attributes } = anEvent('a').data;
const eventWith = (changes: object): unknown => ({
  data: { type: 'event', attributes: { ...attributes, ...changes } },
});
const withProperties = (properties: unknown): unknown => eventWith({ properties });
const withProfile = (profile: object): unknown =>
  eventWith({ profile: { data: { type: 'profile', attributes: profile } } });
const many = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, 1]));
const nested = (levels: number): unknown => (levels === 0 ? 'deep' : { in: nested(levels - 1) });
const circle: Record<string, unknown> = {};
circle['self'] = circle;
const profile = (changes: object): unknown => ({ data: { type: 'profile', attributes: changes } });
const variant = (changes: object): unknown => ({ data: { type: 'catalog-variant', id: 'x', attributes: changes } });
const metric = (name: unknown): unknown => eventWith({ metric: { data: { type: 'metric', attributes: { name } } } });

describe('documentedLimits', () => {
  test.each([
    ['an event as it should be', anEvent('a')],
    ['400 properties', withProperties(many(400))],
    ['100 KB of text', withProperties({ Note: 'x'.repeat(102_400) })],
    ['4000 items', withProperties({ Items: Array(4_000).fill(1) })],
    ['10 levels', withProperties(nested(11))],
    ['a metric of 127 characters', metric('m'.repeat(127))],
    ['a unique_id of 255', eventWith({ unique_id: 'u'.repeat(255) })],
    ['nulls', eventWith({ value: null, time: null, unique_id: null, value_currency: null })],
    ['an offset', eventWith({ time: '2026-07-20T10:00:00+0530' })],
    ['a place', profile({ location: { latitude: '-89.9', longitude: 180 } })],
    ['a type in free properties', withProperties({ thing: { type: 'profile', attributes: { email: 'not one' } } })],
    ['nothing', undefined],
  ])('has nothing against %s', (_what, body) => {
    expect(documentedLimits(body, NOW_MS)).toBeUndefined();
  });

  test.each([
    ['401 properties', withProperties(many(401)), '/data/attributes/properties'],
    [
      'text of more than 100 KB',
      withProperties({ a: { Note: 'ü'.repeat(51_201) } }),
      '/data/attributes/properties/a/Note',
    ],
    ['4001 items', withProperties({ Items: Array(4_001).fill(1) }), '/data/attributes/properties/Items'],
    ['11 levels', withProperties(nested(12)), `/data/attributes/properties${'/in'.repeat(11)}`],
    ['a circle', withProperties(circle), `/data/attributes/properties${'/self'.repeat(11)}`],
    ['a number that is none', withProperties({ a: [Number.NaN] }), '/data/attributes/properties/a/0'],
    ['more than 64 bits', withProperties({ 'a/b': 2 ** 63 }), '/data/attributes/properties/a~1b'],
    ['a big integer', withProperties({ a: 1n }), '/data/attributes/properties/a'],
    ['properties that are a list', withProperties([]), '/data/attributes/properties'],
    ['a metric of 128 characters', metric('m'.repeat(128)), '/data/attributes/metric/data/attributes/name'],
    ['a metric without name', metric(''), '/data/attributes/metric/data/attributes/name'],
    ['a numeric unique_id', eventWith({ unique_id: 7 }), '/data/attributes/unique_id'],
    ['a unique_id of 256', eventWith({ unique_id: 'u'.repeat(256) }), '/data/attributes/unique_id'],
    ['no offset', eventWith({ time: '2026-07-20T10:00:00' }), '/data/attributes/time'],
    ['no such day', eventWith({ time: '2026-13-20T10:00:00Z' }), '/data/attributes/time'],
    ['1989', eventWith({ time: '1989-12-31T23:59:59Z' }), '/data/attributes/time'],
    ['two years ahead', eventWith({ time: '2028-07-20T10:00:00Z' }), '/data/attributes/time'],
    ['a value in words', eventWith({ value: '12.50' }), '/data/attributes/value'],
    ['a currency sign', eventWith({ value_currency: '£' }), '/data/attributes/value_currency'],
    ['no address', withProfile({ email: 'pat' }), '/data/attributes/profile/data/attributes/email'],
    ['a spaced number', profile({ phone_number: '+44 7700 900123' }), '/data/attributes/phone_number'],
    ['a profile over 100 KB', profile({ properties: { a: 'x'.repeat(60_000), b: 'x'.repeat(60_000) } }), '/data'],
    [
      'a profile over 95 KB in an event',
      withProfile({ properties: { a: 'x'.repeat(50_000), b: 'x'.repeat(50_000) } }),
      '/data/attributes/profile',
    ],
    ['a place off the globe', profile({ location: { latitude: 91 } }), '/data/attributes/location/latitude'],
    ['stock in words', variant({ inventory_quantity: '3' }), '/data/attributes/inventory_quantity'],
    ['deep metadata', variant({ custom_metadata: { a: {} } }), '/data/attributes/custom_metadata/a'],
    [
      'an unknown channel',
      { data: { type: 'back-in-stock-subscription', attributes: { channels: ['FAX'] } } },
      '/data/attributes/channels',
    ],
  ])('refuses %s and says where', (_what, body, pointer) => {
    expect(documentedLimits(body, NOW_MS)).toMatchObject({ pointer, detail: expect.any(String) });
  });

  test('finds the place in a bulk body', () => {
    const { body } = toBulkRequest([anEvent('a'), anEvent('b', { email: 'nobody' })].map(toEventText));
    expect(documentedLimits(JSON.parse(body), NOW_MS)?.pointer).toBe(
      '/data/attributes/events-bulk-create/data/1/attributes/profile/data/attributes/email',
    );
  });

  test('repeats no value', () => {
    const found = documentedLimits(withProperties({ 'pat@shop.co': { x: Number.NaN } }), NOW_MS);
    expect(JSON.stringify([found, documentedLimits(profile({ email: 'pat@@shop.co' }), NOW_MS)])).not.toContain('pat@');
  });
});
