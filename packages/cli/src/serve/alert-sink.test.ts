import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert } from '@clarus-klaviyo/sync/alerts';
import { afterEach, expect, test } from 'vitest';
import { alertSinkOf } from './alert-sink.js';

const ALERT: Alert = {
  kind: 'opened',
  id: 'alert-1',
  at: '2026-03-02T09:00:00.000Z',
  tenant: 'acme',
  title: 'Klaviyo refuses the key',
  text: 'Nobody hears anything.',
  severity: 'error',
  class: 'account-unavailable',
  owner: 'integration',
  runbook: null,
  subjects: ['brand'],
  count: 1,
  heldBack: 0,
  digest: null,
};

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers with these statuses, one after the other; the last one for ever. */
async function receiver(...statuses: readonly number[]) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? '');
    response.writeHead(statuses[received.length - 1] ?? statuses.at(-1) ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return { received, url: `http://127.0.0.1:${port}/` };
}

test('an alert goes to every sink; what one of them refused is tried again there and nowhere else', async () => {
  const webhook = await receiver(200);
  const slack = await receiver(500, 200);
  const sink = alertSinkOf({
    webhook: { url: webhook.url, secret: 'signing' },
    slackUrl: slack.url,
    digestAt: '08:00',
    timeZone: 'UTC',
  });
  const options = { signal: new AbortController().signal };
  await expect(sink(ALERT, options)).rejects.toThrow('500');
  await sink(ALERT, options);
  expect([webhook.received.length, slack.received.length]).toEqual([1, 2]);
  await sink({ ...ALERT, id: 'alert-2' }, options);
  expect([webhook.received.length, slack.received.length]).toEqual([2, 3]);
});
