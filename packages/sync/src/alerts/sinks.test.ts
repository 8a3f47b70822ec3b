import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Alert } from './alert.js';
import { type AlertEmail, AlertSinkError, emailSink, slackSink, webhookSink } from './sinks.js';

const ALERT: Alert = {
  kind: 'opened',
  id: 'acme:opened:dead-letter:1',
  at: '2026-03-02T12:00:00.000Z',
  tenant: 'acme',
  title: 'A message that will not be sent: <!channel>\r\nBcc: x@evil.example',
  text: 'A message about <!channel> & others died.',
  severity: 'error',
  class: 'dead-letter',
  owner: 'integration',
  runbook: 'incidents/dead-letter',
  subjects: ['<!channel>'],
  count: 1,
  heldBack: 0,
  digest: null,
};
const signal = new AbortController().signal;

function recordingFetch(status = 200) {
  const requests: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    requests.push(new Request(input, init));
    return new Response('secret words of the other side', { status });
  };
  return { requests, fetch };
}

test('a webhook carries the alert as JSON, signed so that the receiver can tell', async () => {
  const { requests, fetch } = recordingFetch();
  await webhookSink({ url: 'https://ops.example/alerts', secret: 'shared', fetch })(ALERT, { signal });
  const [request] = requests;
  if (request === undefined) throw new Error('Nothing was sent.');
  const body = await request.text();
  expect(JSON.parse(body)).toEqual(ALERT);
  const expected = createHmac('sha256', 'shared').update(`${ALERT.at}.${body}`).digest('hex');
  expect(request.headers.get('x-signature')).toBe(`sha256=${expected}`);
  expect(request.headers.get('x-timestamp')).toBe(ALERT.at);
  expect(request.headers.get('x-alert-id')).toBe(ALERT.id);
  expect(request.redirect).toBe('manual');
});

test('a subject cannot mention, link or mark anything in Slack', async () => {
  const { requests, fetch } = recordingFetch();
  await slackSink({ url: 'https://hooks.slack.example/T/B/X', fetch })(
    { ...ALERT, text: 'x'.repeat(5_000) },
    { signal },
  );
  await slackSink({ url: 'https://hooks.slack.example/T/B/X', fetch })(ALERT, { signal });
  const [long, plain] = await Promise.all(requests.map(async (request) => JSON.parse(await request.text())));
  expect(long.blocks[1].text.text).toHaveLength(3_000);
  expect(plain.blocks[1].text).toEqual({
    type: 'mrkdwn',
    text: 'A message about &lt;!channel&gt; &amp; others died.',
    verbatim: true,
  });
  expect(plain.text).not.toContain('<!');
  expect(plain.blocks[0].text.type).toBe('plain_text');
});

test('a sink that refuses says only its status', async () => {
  const { fetch } = recordingFetch(503);
  const sent = slackSink({ url: 'https://hooks.slack.example/T/B/secret', fetch })(ALERT, { signal });
  await expect(sent).rejects.toThrow(AlertSinkError);
  await expect(sent).rejects.toMatchObject({ code: 'alert_sink_503', message: 'The alert sink answered 503.' });
});

test('a mail goes to the people of its owner, else to everybody, and its subject is one line', async () => {
  const mails: AlertEmail[] = [];
  const to = {
    warehouse: ['w@shop.example'],
    ecommerce: [],
    integration: ['i@shop.example'],
    everybody: ['all@shop.example'],
  };
  const sink = emailSink({ to, send: async (mail) => void mails.push(mail) });
  for (const owner of ['integration', 'ecommerce', null] as const) await sink({ ...ALERT, owner }, { signal });
  expect(mails.map((mail) => mail.to)).toEqual([['i@shop.example'], ['all@shop.example'], ['all@shop.example']]);
  expect(mails[0]?.subject).toBe('[acme] A message that will not be sent: <!channel> Bcc: x@evil.example');
});
