import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { answerLong } from '../api/answer.js';
import type { LongOptions } from '../operations.js';
import { toRequestListener } from './listener.js';

async function serve(handler: (request: Request) => Promise<Response>) {
  const server = createServer(toRequestListener(handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

test('progress arrives while the operation still works, and who hangs up ends it', async () => {
  let ended: ((reason: string) => void) | undefined;
  const over = new Promise<string>((resolve) => {
    ended = resolve;
  });
  const work = async ({ signal, onProgress }: LongOptions): Promise<never> => {
    onProgress?.({ step: 'orders', done: 1, total: null });
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        ended?.('aborted');
        reject(signal.reason);
      });
    });
  };
  const { url, close } = await serve(async (request) => answerLong(work, request.signal, () => undefined));
  const caller = new AbortController();
  const answer = await fetch(url, { method: 'POST', body: '{}', signal: caller.signal });
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  expect(new TextDecoder().decode(value)).toBe('{"progress":{"step":"orders","done":1,"total":null}}\n');
  caller.abort();
  expect(await over).toBe('aborted');
  await close();
});

test('a result and a refusal are the last line', async () => {
  const done = answerLong(
    async () => 7,
    new AbortController().signal,
    () => undefined,
  );
  expect(await done.text()).toBe('{"result":7}\n');
  const told: string[] = [];
  const broken = answerLong(
    async () => {
      throw new TypeError('anna@shop.example is not a function');
    },
    new AbortController().signal,
    (event) => told.push(event.type),
  );
  const text = await broken.text();
  expect(text).toContain('"code":"internal"');
  expect(text).not.toContain('anna');
  expect(told).toEqual(['stage.failed']);
});
