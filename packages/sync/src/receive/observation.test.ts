import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObservationError } from '../errors.js';
import { type ObservationInput, readObservation } from './observation.js';

const facts = { receivedAt: '2026-03-02T09:00:00.000Z', accounts: ['brand'] };
const scan = { kind: 'evidence', evidence: 'scanned', at: '2026-03-02T10:00:00+01:00', reference: 'SO-1' } as const;

test('evidence is read with its instant in UTC, its source, and what names it: id before reference before number', () => {
  const { names, observation } = readObservation({ ...scan, trackingNumber: 'TN1', orderId: '7' }, facts);
  expect(names.map(({ by, value }) => `${by} ${value}`)).toEqual(['id 7', 'reference SO-1', 'tracking TN1']);
  expect(observation).toEqual({
    receivedAt: facts.receivedAt,
    account: null,
    kind: 'evidence',
    source: 'carrier',
    evidence: 'scanned',
    at: '2026-03-02T09:00:00.000Z',
    shipmentId: null,
    trackingNumber: 'TN1',
  });
});

test('what is left out of a product or a contact is null', () => {
  const { observation } = readObservation({ kind: 'catalogue', reference: 'SO-1', products: [{ sku: 'TEE' }] }, facts);
  expect(observation).toMatchObject({
    products: [{ sku: 'TEE', url: null, imageUrl: null, price: null, brand: null, categories: [] }],
  });
  const contact = { kind: 'contact', reference: 'SO-1', email: 'a@shop.example', countryCode: 'gb' } as const;
  expect(readObservation(contact, facts).observation).toMatchObject({
    contact: { email: 'a@shop.example', phone: null, countryCode: 'GB' },
  });
});

test.each<[string, object]>([
  ['kind', { kind: 'weather', reference: 'SO-1' }],
  ['reference', { ...scan, reference: undefined }],
  ['evidence', { ...scan, evidence: 'toString' }],
  ['source', { ...scan, source: 'sweep' }],
  ['at', { ...scan, at: '2026-03-02T10:00:00' }],
  ['at', { ...scan, at: '2026-03-02T99:00:00Z' }],
  ['account', { ...scan, account: 'nobody' }],
  ['products', { kind: 'catalogue', reference: 'SO-1', products: [] }],
  ['products[0].sku', { kind: 'catalogue', reference: 'SO-1', products: [null] }],
  ['products[0].price', { kind: 'catalogue', reference: 'SO-1', products: [{ sku: 'TEE', price: '9' }] }],
  ['email', { kind: 'contact', reference: 'SO-1' }],
])('what cannot be used names its field: %s', (field, input) => {
  expect(() => readObservation(input as ObservationInput, facts)).toThrow(
    expect.objectContaining({ name: 'ObservationError', field }),
  );
});

test('whatever comes is read or refused with a field, and never breaks anything else', () => {
  const kind = fc.constantFrom('evidence', 'catalogue', 'contact', 'other');
  const anything = fc.record(
    {
      kind,
      reference: fc.anything(),
      evidence: fc.anything(),
      at: fc.anything(),
      products: fc.anything(),
      email: fc.anything(),
    },
    { requiredKeys: ['kind'] },
  );
  fc.assert(
    fc.property(anything, (input) => {
      try {
        readObservation(input as ObservationInput, facts);
      } catch (error) {
        expect(error).toBeInstanceOf(ObservationError);
      }
    }),
  );
});
