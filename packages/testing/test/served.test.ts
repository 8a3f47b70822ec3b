import { request } from 'node:http';
import { fakeKlaviyo, virtualClock } from '@clarus-klaviyo/testing';
import { type ServedFake, serveFake } from '@clarus-klaviyo/testing/node';
import { afterEach, describe, expect, test } from 'vitest';

const HEADERS = {
  authorization: 'Klaviyo-API-Key pk',
  revision: '2026-07-15',
  'content-type': 'application/json',
};

let served: ServedFake | null = null;
afterEach(async () => {
  await served?.close();
  served = null;
});

function event(id: string): string {
  const metric = { data: { type: 'metric', attributes: { name: 'Shipped' } } };
  const profile = { data: { type: 'profile', attributes: { email: 'a@mail.invalid' } } };
  return JSON.stringify({ data: { type: 'event', attributes: { unique_id: id, properties: {}, metric, profile } } });
}

const send = (url: string, id: string, more: RequestInit = {}) =>
  fetch(`${url}/api/events`, { method: 'POST', headers: HEADERS, body: event(id), ...more });

describe('a served fake', () => {
  test('answers thousands of requests over kept connections, losing none', async () => {
    const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, windows: 'off' });
    served = await serveFake(klaviyo);
    const { url } = served;
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < 2_000) {
        next += 1;
        const response = await send(url, `e${next}`);
        expect(response.status).toBe(202);
        await response.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: 50 }, worker));
    expect(klaviyo.accepted).toHaveLength(2_000);
  });

  test('destroys the socket for a reset, before or after processing', async () => {
    const faults = { script: [{ kind: 'reset-before' }, { kind: 'reset-after' }] } as const;
    const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, windows: 'off', faults });
    served = await serveFake(klaviyo);
    await expect(send(served.url, 'a')).rejects.toThrow(TypeError);
    await expect(send(served.url, 'b')).rejects.toThrow(TypeError);
    expect((await send(served.url, 'c')).status).toBe(202);
    expect(klaviyo.accepted.map(({ uniqueId }) => uniqueId)).toEqual(['b', 'c']);
  });

  test('a hanging answer ends with the caller, and closing does not wait for it', async () => {
    const clock = virtualClock('2026-07-06T08:00:00Z');
    const faults = { script: [{ kind: 'hang' }, { kind: 'hang' }] } as const;
    const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, clock, faults });
    served = await serveFake(klaviyo);
    const leave = new AbortController();
    const hanging = send(served.url, 'a', { signal: leave.signal });
    const abandoned = expect(hanging).rejects.toThrow('had enough');
    const dropped = expect(send(served.url, 'b')).rejects.toThrow(TypeError);
    while (klaviyo.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    leave.abort(new Error('had enough'));
    await abandoned;
    await served.close();
    served = null;
    await dropped;
  });

  test('passes headers and status on as they are', async () => {
    served = await serveFake(fakeKlaviyo({ apiKeys: { pk: 'brand' } }));
    const { url } = served;
    const status = await new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      request(`${url}/api/accounts`, { headers: HEADERS }, (response) => {
        response.resume();
        resolve([response.statusCode, response.headers['ratelimit-limit']?.toString()]);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toEqual([200, '1, 1;w=1, 15;w=60']);
  });

  test('says so when the port is taken', async () => {
    const klaviyo = fakeKlaviyo({ apiKeys: {} });
    served = await serveFake(klaviyo);
    await expect(serveFake(klaviyo, { port: Number(new URL(served.url).port) })).rejects.toThrow('EADDRINUSE');
  });
});
