import { type AlertSink, slackSink, webhookSink } from '@clarus-klaviyo/sync/alerts';
import type { AlertSettings } from './access.js';

/** So many alerts are remembered: a repetition comes within minutes. */
const REMEMBERED = 1_000;

/** Every sink that is set. When one fails the alert is tried again, and only by those that did not take it. */
export function alertSinkOf({ webhook, slackUrl }: AlertSettings): AlertSink {
  const sinks = [
    ...(webhook === null ? [] : [webhookSink(webhook)]),
    ...(slackUrl === null ? [] : [slackSink({ url: slackUrl })]),
  ].map(onceEach);
  return async (alert, options) => {
    const results = await Promise.allSettled(sinks.map((sink) => sink(alert, options)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
}

function onceEach(sink: AlertSink): AlertSink {
  const taken = new Set<string>();
  return async (alert, options) => {
    if (taken.has(alert.id)) return;
    await sink(alert, options);
    taken.add(alert.id);
    const [oldest] = taken;
    if (taken.size > REMEMBERED && oldest !== undefined) taken.delete(oldest);
  };
}
