import { expect, test } from 'vitest';
import { SyncRequestError } from '../errors.js';
import type { Operations } from '../operations.js';
import { API_OPERATIONS, type OperationName } from './operations.js';

function refusal(name: OperationName, request: unknown): { readonly field: string; readonly message: string } {
  try {
    API_OPERATIONS[name].prepare(request);
  } catch (error) {
    if (error instanceof SyncRequestError) return { field: error.field, message: error.message };
    throw error;
  }
  throw new Error('It was taken.');
}

test.each<[OperationName, unknown, string, string]>([
  ['explain', {}, 'reference', 'expected a text, got nothing'],
  ['explain', { reference: ' ' }, 'reference', 'must not be blank'],
  ['explain', { reference: 7 }, 'reference', 'expected a text, got a number'],
  ['explain', { reference: 'SO-1', also: 1 }, 'also', 'no such member'],
  ['explain', ['SO-1'], '', 'expected an object, got a list'],
  ['explain', null, '', 'expected an object, got null'],
  ['metrics', { hours: 0.5 }, 'hours', 'a whole number from 1'],
  ['reconcile', { from: '2026-03-02', to: '2026-03-03T00:00:00Z' }, 'from', 'ISO 8601 instant with its offset'],
  ['reconcile', { from: '2026-13-02T00:00:00Z', to: '2026-03-03T00:00:00Z' }, 'from', 'ISO 8601'],
  ['incidents.assign', { id: 'a/b' }, 'to', 'expected a text, got nothing'],
  ['replay', { what: 'everything' }, 'what', 'one of "dead", "parked"'],
  ['replay', { ids: ['a', 2] }, 'ids[1]', 'expected a text, got a number'],
  ['replay', { dryRun: 'yes' }, 'dryRun', 'expected true or false, got a string'],
  [
    'repair',
    { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z', steps: [{ kind: 'burn' }] },
    'steps[0].kind',
    'one of "resend", "read-again"',
  ],
  [
    'repair',
    {
      from: '2026-03-02T00:00:00Z',
      to: '2026-03-03T00:00:00Z',
      steps: [{ kind: 'resend', account: 'brand', eventId: 'e' }],
    },
    'steps[0].because',
    'expected a text, got nothing',
  ],
])('%s refuses %j and names %s', (name, request, field, problem) => {
  const refused = refusal(name, request);
  expect(refused.field).toBe(field);
  expect(refused.message).toContain(problem);
});

test('what came is described, never quoted', () => {
  const { message } = refusal('sample', { to: 'anna@shop.example', metrics: 'anna@shop.example' });
  expect(message).not.toContain('anna');
});

test('a request that is right reaches its operation as it is', async () => {
  const asked: unknown[] = [];
  const operations = {
    resume: async (request: unknown) => {
      asked.push(request);
      return { resumed: true, discarded: 0 };
    },
    incidents: { assign: async (request: unknown) => void asked.push(request) },
  } as unknown as Operations;
  const resume = { account: 'brand', metric: 'Fulfilled Order', discardOlderThan: '2026-03-02T09:00:00+01:00' };
  await API_OPERATIONS.resume.prepare(resume)(operations, {});
  await API_OPERATIONS['incidents.assign'].prepare({ id: 'a/b', to: null })(operations, {});
  expect(asked).toEqual([resume, { id: 'a/b', to: null }]);
});
