/** Every message is legal by Klaviyo's own OpenAPI document, where `KLAVIYO_OPENAPI` names one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { klaviyoContract } from '../../klaviyo/test/openapi.js';
import { advance, definePolicy, initialProfile, initialStock, type Message, toKlaviyo } from '../src/index.js';
import { at, LIVE, playWith } from './builders.js';
import { RUNS } from './runs.js';
import { anyReturn, playReturn, POLICY as RETURN_POLICY, RETURNS } from './stories/returns.js';
import { anyLife, anyPolicy, observe } from './world.js';

const contract = klaviyoContract();

/** What Klaviyo's document has against a message; withheld ones are never sent, and legal all the same. */
function complaints({ kind, body }: Message): readonly string[] {
  switch (kind) {
    case 'event':
      return contract?.validateRequest({ method: 'POST', path: '/api/events', body }) ?? [];
    case 'profile':
      return contract?.validateRequest({ method: 'POST', path: '/api/profile-import', body }) ?? [];
    case 'stock': {
      const path = `/api/catalog-variants/${encodeURIComponent(body.data.id)}`;
      return contract?.validateRequest({ method: 'PATCH', path, body }) ?? [];
    }
  }
}

describe.skipIf(contract === null)("by Klaviyo's OpenAPI document", () => {
  test('every event of every life of an order is legal', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, (life, policyInput) => {
        const policy = definePolicy(policyInput);
        const { milestones } = playWith(policy, observe(life).inputs, at('60d'));
        for (const message of milestones.flatMap((milestone) => toKlaviyo(milestone, policy))) {
          expect(complaints(message)).toEqual([]);
          expect(message.id.length).toBeLessThanOrEqual(255);
        }
      }),
      RUNS,
    );
  });

  test('every event of every story of a return is legal', () => {
    const input = { events: { ReturnAbandoned: true } };
    const policy = definePolicy(input);
    const milestones = RETURNS.flatMap(
      (story) => playReturn(story.inputs, story.until ?? null, { ...story.policy, ...input }).milestones,
    );
    const messages = milestones.flatMap((milestone) => toKlaviyo(milestone, policy));
    expect(new Set(milestones.map(({ kind }) => kind)).size).toBe(3);
    expect(messages.length).toBe(milestones.length);
    for (const message of messages) expect([message.id, complaints(message)]).toEqual([message.id, []]);
  });

  test('every event of every life of a return is legal', () => {
    fc.assert(
      fc.property(anyReturn, (inputs) => {
        const policy = definePolicy(RETURN_POLICY);
        const { milestones } = playReturn(inputs, at('90d'), RETURN_POLICY);
        for (const message of milestones.flatMap((milestone) => toKlaviyo(milestone, policy))) {
          expect(complaints(message)).toEqual([]);
          expect(message.id.length).toBeLessThanOrEqual(255);
        }
      }),
      RUNS,
    );
  });

  test('customer flags and stock are legal', () => {
    const policy = definePolicy({ stock: { restockHold: '0s' } });
    const stock = advance(
      initialStock({ tenant: 'acme', account: 'main', sku: 'TEE' }),
      {
        kind: 'stock',
        source: 'sweep',
        receivedAt: at('1h'),
        read: 1,
        balances: [{ warehouse: 'A', available: 3, allocated: 0, ordered: 0, received: 0, picked: 0 }],
      },
      policy,
      LIVE,
    );
    const fact = { email: 'a@b.co', kind: 'cancelled', source: '1', orderNumber: 'W1', at: at('1h') } as const;
    const profile = advance(
      initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' }),
      { kind: 'fact', receivedAt: at('1h'), fact },
      policy,
      LIVE,
    );
    const messages = [...stock.milestones, ...profile.milestones].flatMap((milestone) => toKlaviyo(milestone, policy));
    expect(messages.map(({ kind }) => kind)).toEqual(['stock', 'profile']);
    expect(messages.flatMap(complaints)).toEqual([]);
  });

  test('the check itself refuses what Klaviyo would', () => {
    const body = { data: { type: 'event', attributes: { properties: {}, uniqueId: 'camelCase' } } };
    expect(contract?.validateRequest({ method: 'POST', path: '/api/events', body })).not.toEqual([]);
  });
});
