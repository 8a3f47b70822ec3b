/** The same numbers in Prometheus' text format. Pure. */
import type { Metrics } from '../operations.js';
import type { Health } from './health.js';

type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly { readonly labels?: Labels; readonly value: number | null }[];
}

function labelText(labels: Labels): string {
  const escaped = (value: string): string =>
    value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples
    .filter(({ value }) => value !== null)
    .map(({ labels = {}, value }) => `clarus_klaviyo_${name}${labelText(labels)} ${value}`);
  if (lines.length === 0) return '';
  return [`# HELP clarus_klaviyo_${name} ${help}`, `# TYPE clarus_klaviyo_${name} ${type}`, ...lines, ''].join('\n');
}

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function toPrometheus(health: Health, metrics: Metrics): string {
  const { backlog } = health;
  const families: readonly Family[] = [
    {
      name: 'healthy',
      type: 'gauge',
      help: '1: no incident is grave. 0: one is.',
      samples: [{ value: health.status === 'ok' ? 1 : 0 }],
    },
    {
      name: 'backlog',
      type: 'gauge',
      help: 'What was received or decided and is not finished.',
      samples: Object.entries(backlog).map(([queue, value]) => ({ labels: { queue }, value })),
    },
    {
      // A gauge: retention takes old messages out of the ledger, and a counter may not fall.
      name: 'ledger_messages',
      type: 'gauge',
      help: 'Messages in the ledger, by what became of them.',
      samples: (['delivered', 'dead', 'withheld'] as const).map((status) => ({
        labels: { status },
        value: health[status],
      })),
    },
    {
      name: 'parked_webhooks',
      type: 'gauge',
      help: 'Webhooks nobody could explain.',
      samples: [{ value: health.parked }],
    },
    {
      name: 'open_incidents',
      type: 'gauge',
      help: 'Open incidents by class.',
      samples: Object.entries(health.incidents).map(([name, value]) => ({ labels: { class: name }, value })),
    },
    {
      name: 'pending_messages',
      type: 'gauge',
      help: 'Messages on their way to Klaviyo.',
      samples: metrics.accounts.map(({ account, pending }) => ({ labels: { account }, value: pending })),
    },
    {
      name: 'oldest_pending_seconds',
      type: 'gauge',
      help: 'Age of the oldest message that waits.',
      samples: metrics.accounts.map(({ account, oldestPendingSeconds: value }) => ({
        labels: { account },
        value: value ?? 0,
      })),
    },
    {
      name: 'paused',
      type: 'gauge',
      help: '1: a person paused the whole account.',
      samples: metrics.accounts.map(({ account, isPaused }) => ({ labels: { account }, value: isPaused ? 1 : 0 })),
    },
    {
      name: 'lag_seconds',
      type: 'gauge',
      help: 'From decided to accepted by Klaviyo, in the hour that runs.',
      samples: metrics.accounts.flatMap(({ account, hours }) => {
        const hour = hours.at(-1);
        return [
          { labels: { account, of: 'mean' }, value: hour?.meanLagSeconds ?? null },
          { labels: { account, of: 'max' }, value: hour?.maxLagSeconds ?? null },
        ];
      }),
    },
  ];
  return families.map(familyText).join('');
}
