import { describe, expect, test } from 'vitest';
import type { Progress, Reconciliation } from '../operations.js';
import { SyncRemoteError } from './errors.js';
import { createRemoteOperations } from './remote-operations.js';

const TOKEN = 'a-token-nobody-should-print';
const RANGE = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly authorization: string | null;
  readonly body: unknown;
}

/** A service that answers with this body, a byte at a time. */
function service(text: string, init: ResponseInit = {}, isCutOff = false) {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (input, options) => {
    const request = new Request(input, options);
    const { url, method, headers } = request;
    asked.push({ url, method, authorization: headers.get('authorization'), body: await request.json() });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of new TextEncoder().encode(text)) controller.enqueue(Uint8Array.of(byte));
        if (isCutOff) controller.error(new Error(`socket closed, ${TOKEN}`));
        else controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson' }, ...init });
  };
  return { asked, operations: createRemoteOperations({ url: 'http://service.internal:3000/', token: TOKEN, fetch }) };
}

async function failureOf(work: Promise<unknown>): Promise<SyncRemoteError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SyncRemoteError)) throw new Error('expected a SyncRemoteError', { cause: error });
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(TOKEN);
  return error;
}

describe('operations over HTTP', () => {
  test('an operation is one POST with its request as JSON and the token as bearer', async () => {
    const { asked, operations } = service('{"result":{"reference":"SO-1","orders":[]}}\n');
    expect(await operations.explain({ reference: 'SO-1' })).toEqual({ reference: 'SO-1', orders: [] });
    expect(asked).toEqual([
      {
        url: 'http://service.internal:3000/api/explain',
        method: 'POST',
        authorization: `Bearer ${TOKEN}`,
        body: { reference: 'SO-1' },
      },
    ]);
  });

  test('incident operations carry their group in the name', async () => {
    const { asked, operations } = service('{"result":[]}\n');
    await operations.incidents.list();
    expect(asked).toMatchObject([{ url: 'http://service.internal:3000/api/incidents.list', body: {} }]);
  });

  test('progress is handed on as it comes, however the bytes are cut', async () => {
    const lines = [
      '{"progress":{"step":"Klaviyo","done":1,"total":null}}',
      '{"progress":{"step":"Größe","done":2,"total":2}}',
      '{"result":{"orders":3}}',
    ].join('\n');
    const { operations } = service(lines);
    const seen: Progress[] = [];
    const result: Reconciliation = await operations.reconcile(RANGE, { onProgress: (progress) => seen.push(progress) });
    expect(result).toEqual({ orders: 3 });
    expect(seen.map(({ step, done }) => [step, done])).toEqual([
      ['Klaviyo', 1],
      ['Größe', 2],
    ]);
  });

  test('a refusal keeps the service’s code, words and field', async () => {
    const { operations } = service(
      '{"error":{"code":"sync_request","message":"from: must lie before to.","field":"from"}}',
      { status: 400, headers: { 'content-type': 'application/json' } },
    );
    expect(await failureOf(operations.reconcile(RANGE))).toMatchObject({
      trouble: 'refused',
      code: 'sync_request',
      field: 'from',
      message: 'reconcile: from: must lie before to.',
      retryable: false,
    });
  });

  test.each([
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [404, 'unknown-operation', false],
    [503, 'unavailable', true],
    [302, 'not-understood', false],
  ])('a bare %i is told as %s', async (status, trouble, retryable) => {
    const { operations } = service('', { status, headers: { 'content-type': 'text/html' } });
    expect(await failureOf(operations.health())).toMatchObject({ trouble, retryable });
  });

  test('an answer that ends before its result may have been done, and says so', async () => {
    const progress = '{"progress":{"step":"x","done":1,"total":2}}\n';
    for (const isCutOff of [true, false]) {
      const { operations } = service(progress, {}, isCutOff);
      const error = await failureOf(operations.backfill({ from: RANGE.from }));
      expect(error).toMatchObject({ trouble: 'interrupted', retryable: false });
      expect(error.message).toContain('may have been done');
    }
  });

  test('somebody else’s page is not taken for an answer', async () => {
    const html = service('<html>', { headers: { 'content-type': 'text/html' } });
    expect(await failureOf(html.operations.health())).toMatchObject({ trouble: 'not-understood' });
    const json = service('{"status":"fine"}', { headers: { 'content-type': 'application/json' } });
    expect(await failureOf(json.operations.health())).toMatchObject({ trouble: 'not-understood' });
  });

  test('a service that is not there is unreachable; a caller that leaves is not', async () => {
    const fetch: typeof globalThis.fetch = async (_input, init) => {
      init?.signal?.throwIfAborted();
      throw new TypeError(`fetch failed ${TOKEN}`);
    };
    const operations = createRemoteOperations({ url: 'https://nowhere.invalid', token: TOKEN, fetch });
    expect(await failureOf(operations.health())).toMatchObject({ trouble: 'unreachable', retryable: true });
    const gone = AbortSignal.abort(new Error('left'));
    await expect(operations.reconcile(RANGE, { signal: gone })).rejects.toThrow('left');
  });

  test('an address that is none is refused before anything is sent', () => {
    expect(() => createRemoteOperations({ url: 'ftp://service', token: TOKEN })).toThrow('http or https');
  });
});
