/** Ready sinks: functions on `fetch`. Anything else that takes an `Alert` to people fits as well. */
import { hmacHex } from '../hmac.js';
import type { Alert, AlertSink } from './alert.js';

/** Thrown by a ready sink. Neither the address nor the answer is on it: both may hold a secret. */
export class AlertSinkError extends Error {
  override readonly name = 'AlertSinkError';
  readonly code: string;

  constructor(status: number) {
    super(`The alert sink answered ${status}.`);
    this.code = `alert_sink_${status}`;
  }
}

type Fetch = typeof globalThis.fetch;

interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch | undefined;
  readonly signal: AbortSignal;
}

async function post({ url, body, headers, fetch = globalThis.fetch, signal }: Post): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    redirect: 'manual', // an alert is for this address only
    signal,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new AlertSinkError(answer.status);
}

/** Where alerts are posted, and the secret that proves they are ours. */
export interface WebhookSinkConfig {
  readonly url: string;
  /** Shared with the receiver, who recomputes the signature. */
  readonly secret: string;
  readonly fetch?: Fetch;
}

/**
 * The alert as JSON, signed: `x-signature: sha256=<hex>` is HMAC-SHA-256 over `<x-timestamp>.<body>`. A receiver refuses
 * what is older than a few minutes, and knows a repetition by the alert's `id`.
 *
 * @example
 * alerts: { sink: webhookSink({ url: 'https://ops.shop.example/alerts', secret }) }
 */
export function webhookSink({ url, secret, fetch }: WebhookSinkConfig): AlertSink {
  return async (alert, { signal }) => {
    const body = JSON.stringify(alert);
    const signature = await hmacHex(secret, `${alert.at}.${body}`);
    const headers = { 'x-timestamp': alert.at, 'x-signature': `sha256=${signature}`, 'x-alert-id': alert.id };
    await post({ url, body, headers, fetch, signal });
  };
}

/** Slack reads these three as markup, also in plain text; a subject must not become a mention or a link. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack refuses longer sections and headers. */
const SLACK_SECTION = 3_000;
const SLACK_HEADER = 150;

const SLACK_SIGNS: Readonly<Record<Alert['kind'], string>> = {
  opened: ':red_circle:',
  escalated: ':rotating_light:',
  cleared: ':large_green_circle:',
  digest: ':bar_chart:',
};

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A Slack incoming webhook. Its address is a secret: whoever knows it may post. */
export function slackSink({ url, fetch }: { readonly url: string; readonly fetch?: Fetch }): AlertSink {
  return async (alert, { signal }) => {
    const isMild = alert.kind === 'opened' && alert.severity !== 'error';
    const sign = isMild ? ':large_orange_circle:' : SLACK_SIGNS[alert.kind];
    const body = JSON.stringify({
      text: clip(`${sign} ${slackText(`${alert.tenant}: ${alert.title}`)}`, SLACK_SECTION),
      blocks: [
        // A header is plain text, so nothing in it is markup and nothing needs escaping but its signs.
        {
          type: 'header',
          text: { type: 'plain_text', emoji: true, text: clip(`${sign} ${alert.title}`, SLACK_HEADER) },
        },
        { type: 'section', text: { type: 'mrkdwn', text: clip(slackText(alert.text), SLACK_SECTION), verbatim: true } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: slackText(`${alert.tenant}, ${alert.at}`) }] },
      ],
    });
    await post({ url, body, headers: {}, fetch, signal });
  };
}

/** An alert as an e-mail: subject and plain text. */
export interface AlertEmail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** How the e-mails of alerts are sent: with a function of yours. */
export interface EmailSinkConfig {
  /** Who hears what an owner is asked to do. `everybody` hears digests and what concerns several owners. */
  readonly to: Readonly<Record<'warehouse' | 'ecommerce' | 'integration' | 'everybody', readonly string[]>>;
  /** Your own mail service. Rejecting means "try again". */
  readonly send: (email: AlertEmail, options: { readonly signal: AbortSignal }) => Promise<void>;
}

/** One mail per alert, to the people of its owner. Nobody named for an owner: `everybody` hears it. */
export function emailSink({ to, send }: EmailSinkConfig): AlertSink {
  return async (alert, options) => {
    const named = alert.owner === null ? [] : to[alert.owner];
    const recipients = named.length > 0 ? named : to.everybody;
    if (recipients.length === 0) return;
    // A line break in a subject would begin a header of somebody else's choosing.
    const subject = `[${alert.tenant}] ${alert.title}`.replaceAll(/[\r\n]+/g, ' ');
    await send({ to: recipients, subject, text: `${alert.text}\n\n${alert.at}\n` }, options);
  };
}
