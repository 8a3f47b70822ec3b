import { describe, expect, test } from 'vitest';
import type { TakenMessage } from '../stores/store.js';
import { afterDelivery, DEFAULT_DELIVERY_POLICY } from './after-delivery.js';
import { outcomeOfError } from './outcome.js';

const NOW_MS = 1_000_000;

function taken(over: Partial<TakenMessage> = {}): TakenMessage {
  return {
    seq: 7,
    message: {
      kind: 'stock',
      id: 'acme:StockChanged:SKU:1',
      lane: 'stock:SKU',
      mode: 'live',
      body: {
        data: { type: 'catalog-variant', id: '$custom:::$default:::SKU', attributes: { inventory_quantity: 1 } },
      },
    },
    heardAfterMs: null,
    decidedAfterMs: null,
    account: 'acme',
    orderReference: null,
    enqueuedAtMs: 0,
    attempts: 0,
    crashes: 0,
    isAmbiguous: false,
    expiresAtMs: null,
    ...over,
  };
}

function klaviyoError(fields: Record<string, unknown>): Error {
  return Object.assign(new Error('A call failed.'), fields);
}

const facts = { nowMs: NOW_MS, policy: DEFAULT_DELIVERY_POLICY, failsAlone: false, pausedUntilMs: 0 };

describe('what an error says', () => {
  test.each([401, 403, 408, 410, 429, 500, 503, 524])('%i speaks of the account, not of the message', (status) => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_any', status }));
    expect(outcome.kind).toBe('account-unavailable');
  });

  test.each([400, 404, 409, 413, 422])('%i is this message’s own fault', (status) => {
    expect(outcomeOfError(klaviyoError({ code: 'klaviyo_request', status }))).toEqual({
      kind: 'refused',
      code: 'klaviyo_request',
      status,
    });
  });

  test('no status at all: nobody answered, and the message may have arrived', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_network', isAmbiguous: true }));
    expect(outcome).toMatchObject({ kind: 'account-unavailable', isAmbiguous: true, isServerError: false });
  });

  test('an unreadable answer to an accepted call is asked for again, not taken for a refusal', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_decode', status: 200 }));
    expect(outcome).toMatchObject({ kind: 'account-unavailable', isAmbiguous: true });
  });

  test('a fault in code is not an outage', () => {
    expect(outcomeOfError(new TypeError('x is not a function'))).toEqual({ kind: 'broken', code: 'TypeError' });
  });
});

describe('what becomes of the message', () => {
  test('an hour of 5xx spends no attempt', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_unavailable', status: 503 }));
    let message = taken();
    for (let round = 0; round < 1_000; round += 1) {
      const result = afterDelivery(message, outcome, facts);
      if (result.kind !== 'pending') throw new Error(`became ${result.kind}`);
      message = taken({ attempts: result.attempts, isAmbiguous: result.isAmbiguous });
    }
    expect(message.attempts).toBe(0);
  });

  test('a message that alone draws 5xx is dead after its attempts', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_unavailable', status: 500 }));
    const results: string[] = [];
    for (let attempts = 0; attempts < 5; attempts += 1) {
      results.push(afterDelivery(taken({ attempts }), outcome, { ...facts, failsAlone: true }).kind);
    }
    expect(results).toEqual(['pending', 'pending', 'pending', 'pending', 'dead']);
  });

  test('after a pause another message goes first', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_unavailable', status: 503 }));
    const result = afterDelivery(taken(), outcome, { ...facts, pausedUntilMs: NOW_MS + 60_000 });
    expect(result).toMatchObject({ kind: 'pending', dueAtMs: NOW_MS + 61_000 });
  });

  test('a refusal is final and says why', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_request', status: 400 }));
    expect(afterDelivery(taken(), outcome, facts)).toEqual({
      kind: 'dead',
      seq: 7,
      atMs: NOW_MS,
      reason: 'klaviyo_request 400',
    });
  });

  test('once a message was unanswered it stays ambiguous until it is answered', () => {
    const reset = outcomeOfError(klaviyoError({ code: 'klaviyo_network', isAmbiguous: true }));
    const limited = outcomeOfError(klaviyoError({ code: 'klaviyo_rate_limited', status: 429, retryAfterMs: 3_000 }));
    const first = afterDelivery(taken(), reset, facts);
    expect(first).toMatchObject({ kind: 'pending', isAmbiguous: true, attempts: 0 });
    expect(afterDelivery(taken({ isAmbiguous: true }), limited, facts)).toMatchObject({ isAmbiguous: true });
  });

  test('our own stop blames nobody and is due at once', () => {
    const outcome = outcomeOfError(klaviyoError({ code: 'klaviyo_aborted' }));
    expect(afterDelivery(taken(), outcome, facts)).toMatchObject({ kind: 'pending', dueAtMs: NOW_MS, attempts: 0 });
  });
});
