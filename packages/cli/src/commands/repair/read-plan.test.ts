import { expect, test } from 'vitest';
import { decodePlan } from './read-plan.js';

const RESEND = { kind: 'resend', account: 'brand', eventId: 'acme:OrderFulfilled:1:order', because: 'missing' };
const READ = { kind: 'read-again', orderId: '1', reference: 'SO-1', because: 'different' };
const PLAN = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', steps: [RESEND, READ] };

const decode = (value: unknown) => decodePlan(JSON.stringify(value));

test('a plan comes back as it was written', () => {
  expect(decode(PLAN)).toEqual(PLAN);
  expect(decode({ ...PLAN, steps: [] }).steps).toEqual([]);
});

test.each([
  [[], 'the whole file'],
  [{ ...PLAN, from: 1 }, 'from'],
  [{ ...PLAN, to: undefined }, 'to'],
  [{ ...PLAN, steps: {} }, 'steps'],
  [{ ...PLAN, steps: [RESEND, 'resend'] }, 'steps[1].kind'],
  [{ ...PLAN, steps: [{ ...RESEND, kind: 'delete' }] }, 'steps[0].kind'],
  [{ ...PLAN, steps: [{ ...RESEND, eventId: 7 }] }, 'steps[0].eventId'],
  [{ ...PLAN, steps: [READ, { ...READ, orderId: null }] }, 'steps[1].orderId'],
])('%j: the member that is wrong is named', (value, path) => {
  expect(() => decode(value)).toThrow(`--plan: ${path} is not what reconcile writes.`);
});

test('what is not JSON is said to be none', () => {
  expect(() => decodePlan('steps: none')).toThrow('--plan: the file is not JSON.');
});
