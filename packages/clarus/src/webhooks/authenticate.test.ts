import { describe, expect, test } from 'vitest';
import { authenticate, identify } from './authenticate.js';
import { readBody } from './read-body.js';

const SECRET = 'a-long-and-random-secret';

interface Call {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit | null;
}

function call({ method = 'POST', url = `https://shop.example/hooks/${SECRET}`, headers = {}, body = '{}' }: Call = {}) {
  return new Request(url, {
    method,
    headers: {
      'x-claruswms-subdomain': 'acme',
      'x-claruswms-automation-id': '43',
      'x-claruswms-integration-id': '723',
      ...headers,
    },
    ...(method === 'GET' ? {} : { body, duplex: 'half' }),
  });
}

const options = { secret: SECRET, tenant: 'acme' };

describe('authenticate', () => {
  test('accepts the right secret and tenant and passes on who called', async () => {
    const request = call({ body: '{"id": 1}', headers: { 'x-other': SECRET } });
    expect(await authenticate(request, { ...options, automations: { '43': 'goods_out.completed' } })).toEqual({
      kind: 'accepted',
      automationId: '43',
      integrationId: '723',
      event: 'goods_out.completed',
      headers: {
        'x-claruswms-subdomain': 'acme',
        'x-claruswms-automation-id': '43',
        'x-claruswms-integration-id': '723',
      },
      body: { id: 1 },
      rawBody: '{"id": 1}',
    });
  });

  test('does not refuse an automation nobody mapped', async () => {
    const verdict = await authenticate(call(), { ...options, automations: { '1': 'goods_out.created' } });
    expect(verdict).toMatchObject({ kind: 'accepted', automationId: '43', event: null });
  });

  test.each([
    ['a GET', { method: 'GET' }, 405, 'method-not-post'],
    ['a wrong secret', { url: 'https://shop.example/hooks/wrong' }, 401, 'secret-wrong'],
    ['a secret that only starts right', { url: `https://shop.example/hooks/${SECRET}x` }, 401, 'secret-wrong'],
    ['no secret', { url: 'https://shop.example/' }, 401, 'secret-wrong'],
    ['a path that does not decode', { url: 'https://shop.example/%E0%A4' }, 401, 'secret-wrong'],
    ['another tenant', { headers: { 'x-claruswms-subdomain': 'ACME' } }, 403, 'tenant-wrong'],
    ['a body that is no JSON', { body: '{' }, 400, 'body-not-json'],
    ['no body', { body: null }, 400, 'body-not-json'],
    ['a broken body from a stranger', { url: 'https://shop.example/x', body: '{' }, 401, 'secret-wrong'],
    ['a broken body for another tenant', { headers: { 'x-claruswms-subdomain': 'b' }, body: '{' }, 403, 'tenant-wrong'],
  ])('refuses %s', async (_, request, status, reason) => {
    expect(await authenticate(call(request), options)).toEqual({ kind: 'refused', status, reason });
  });

  test('takes the secret from wherever it is allowed to be, and any of several secrets', async () => {
    const secretFrom = [{ in: 'header', name: 'x-secret' } as const, { in: 'query', name: 's' } as const];
    const both = { tenant: 'acme', secret: ['old', 'new'], secretFrom };
    const plain = 'https://shop.example/hooks';
    expect(await identify(call({ url: plain, headers: { 'x-secret': 'old' } }), both)).toMatchObject({
      kind: 'accepted',
    });
    expect(await identify(call({ url: `${plain}?s=new` }), both)).toMatchObject({ kind: 'accepted' });
    expect(await identify(call({ url: `${plain}/new` }), both)).toMatchObject({ status: 401 });
    expect(await identify(call({ url: plain, headers: { 'x-secret': 'older' } }), both)).toMatchObject({ status: 401 });
  });

  test.each([{ secret: '' }, { secret: [] }, { secret: ['a', ''] }, { tenant: '' }])(
    'will not work with %j',
    async (wrong) => {
      await expect(authenticate(call(), { ...options, ...wrong })).rejects.toThrow(TypeError);
    },
  );
});

describe('the body', () => {
  test('is refused by its declared length before a byte is read', async () => {
    const request = call({ headers: { 'content-length': '11' }, body: '{}' });
    expect(await authenticate(request, { ...options, maxBodyBytes: 10 })).toMatchObject({ status: 413 });
    expect(request.bodyUsed).toBe(false);
  });

  test('is cut off as soon as it is too long, whatever it declared', async () => {
    let pulled = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(4));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    expect(await readBody(call({ body: endless }), 10)).toEqual({
      kind: 'refused',
      status: 413,
      reason: 'body-too-large',
    });
    expect(pulled).toBeLessThan(6);
    expect(isCancelled).toBe(true);
  });

  test('may be exactly as long as allowed, and come in pieces that cut a character', async () => {
    const bytes = new TextEncoder().encode('"é"');
    const pieces = new ReadableStream({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await readBody(call({ body: pieces }), bytes.length)).toEqual({ kind: 'read', rawBody: '"é"' });
  });

  test('that breaks off is a refusal, not a crash', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    expect(await readBody(call({ body: broken }), 10)).toMatchObject({ status: 400, reason: 'body-unreadable' });
  });
});
