/** A shop's morning as the operations tell it: for looking at the page. Values from outside are hostile on purpose. */

import { toIncidentView } from '../../src/incidents/view.js';
import type { IncidentView, Metrics, Operations } from '../../src/index.js';
import type { KeptIncident } from '../../src/stores/store.js';

export const NOW = '2026-03-02T14:20:00.000Z';
const NOW_MS = Date.parse(NOW);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Runs if anything that came from outside reaches the page as markup. */
export const INJECTION = `"><img src=x onerror="window.injected=1"><script>window.injected=1</script>'`;

function kept(change: Partial<KeptIncident> & Pick<KeptIncident, 'class' | 'subject'>): KeptIncident {
  return {
    id: `${change.class}/${change.subject}`,
    severity: 'warning',
    owner: 'integration',
    detail: {},
    firstSeenAtMs: NOW_MS - 2 * HOUR_MS,
    lastSeenAtMs: NOW_MS - 4 * MINUTE_MS,
    count: 3,
    assignee: null,
    notes: [],
    closedAtMs: null,
    closedBy: null,
    notifiedAtMs: null,
    escalatedAtMs: null,
    ...change,
  };
}

const KEPT: readonly KeptIncident[] = [
  kept({
    class: 'shipped-after-cancel',
    subject: 'SO-10482',
    severity: 'error',
    owner: 'warehouse',
    detail: { shipments: '7781' },
    firstSeenAtMs: NOW_MS - 40 * MINUTE_MS,
    count: 1,
    assignee: 'Priya',
    notes: [
      {
        atMs: NOW_MS - 20 * MINUTE_MS,
        by: 'Priya',
        text: 'Asked the carrier to send it back. Customer anna@shop.example wrote to us.',
      },
      { atMs: NOW_MS - 12 * MINUTE_MS, by: INJECTION, text: INJECTION },
    ],
  }),
  ...['SO-10377', 'SO-10391', 'SO-10402', 'SO-10411', 'SO-10433'].map((subject) =>
    kept({ class: 'order-stuck', subject, owner: 'warehouse', firstSeenAtMs: NOW_MS - 5 * HOUR_MS }),
  ),
  kept({ class: 'ship-method-unmapped', subject: INJECTION, severity: 'info', owner: 'ecommerce' }),
  kept({
    class: 'sku-unmapped',
    subject: 'TEE-ORGANIC-HEAVY-WEIGHT-XXL-LIMITED-EDITION-2026-BLUE',
    owner: 'ecommerce',
  }),
  kept({
    class: 'klaviyo-unavailable',
    subject: 'Northwind',
    closedAtMs: NOW_MS - 20 * HOUR_MS,
    closedBy: 'cleared',
    firstSeenAtMs: NOW_MS - 21 * HOUR_MS,
  }),
];

/** A day with a lunch dip and a night: figures in a pattern, not at random. */
function metrics(): Metrics {
  const start = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: 24 }, (_, index) => new Date(start - (23 - index) * HOUR_MS).toISOString());
  const busy = (hour: string): number => {
    const of = new Date(hour).getUTCHours();
    return of < 6 || of > 20 ? 0 : Math.round(420 * Math.sin(((of - 5) / 16) * Math.PI) * (of === 12 ? 0.5 : 1));
  };
  const account = (name: string, share: number, pending: number): Metrics['accounts'][number] => ({
    account: name,
    pending,
    oldestPendingSeconds: pending === 0 ? null : 96,
    isPaused: pending > 0,
    hours: hours.map((hour, index) => {
      const delivered = Math.round(busy(hour) * share);
      const meanLagSeconds = delivered === 0 ? null : 0.6 + (index % 5) * 0.35;
      const maxLagSeconds = meanLagSeconds === null ? null : index === 17 ? 41 : meanLagSeconds * 4;
      return { hour, delivered, dead: index === 17 ? 3 : 0, meanLagSeconds, maxLagSeconds };
    }),
  });
  return {
    at: NOW,
    accounts: [account('Northwind', 0.7, 0), account('Contoso', 0.3, 128)],
    hours: hours.map((hour, index) => ({
      hour,
      webhooks: busy(hour) * 2,
      backlog: index === 17 ? 260 : Math.round(busy(hour) / 20),
    })),
  };
}

export interface Sample {
  readonly operations: Operations;
  /** Every deed the page asked for. */
  readonly deeds: readonly { readonly name: string; readonly request: unknown }[];
}

export function sampleOperations({ isCalm = false }: { readonly isCalm?: boolean } = {}): Sample {
  const deeds: { name: string; request: unknown }[] = [];
  const incidents = isCalm ? [] : KEPT;
  const done = async (name: string, request: { readonly id: string }): Promise<IncidentView> => {
    deeds.push({ name, request });
    const found = incidents.find(({ id }) => id === request.id);
    if (found === undefined) throw new Error('The page asked for an incident it did not show.');
    return toIncidentView(found);
  };
  const elsewhere = (): never => {
    throw new Error('The page does not ask for this.');
  };
  const pause = {
    account: 'Contoso',
    metric: null,
    since: new Date(NOW_MS - 25 * MINUTE_MS).toISOString(),
    by: 'Sam',
    reason: INJECTION,
  };
  const pauses = isCalm ? [] : [pause];
  return {
    deeds,
    operations: {
      health: async () => ({
        status: isCalm ? 'ok' : 'degraded',
        mode: 'live',
        liveFrom: '2026-02-20T08:00:00.000Z',
        backlog: isCalm ? { webhooks: 0, reads: 0, messages: 0 } : { webhooks: 2, reads: 14, messages: 128 },
        oldestPendingSeconds: isCalm ? null : 1500,
        delivered: 48_211,
        withheld: 120,
        dead: 3,
        parked: isCalm ? 0 : 1,
        incidents: {},
        pauses: pauses.map(({ account, metric, since }) => ({ account, metric, since })),
        resting: isCalm ? [] : [{ account: 'Northwind', until: new Date(NOW_MS + 30_000).toISOString() }],
        lagSeconds: { mean: 0.8, max: 4 },
      }),
      metrics: async () => metrics(),
      explain: async ({ reference }) => ({
        reference,
        orders: reference.startsWith('none')
          ? []
          : [
              {
                orderId: '900',
                reference: reference === 'evil' ? INJECTION : reference,
                account: 'Northwind',
                statusCode: 'COMPLETED',
                readAt: new Date(NOW_MS - 6 * MINUTE_MS).toISOString(),
                customer: 'a…@shop.example',
                timeline: [
                  {
                    at: '2026-03-02T13:58:00.000Z',
                    kind: 'webhook',
                    sentence: 'Clarus said that the order was completed.',
                    messageId: null,
                    metric: null,
                  },
                  {
                    at: '2026-03-02T13:58:03.000Z',
                    kind: 'read',
                    sentence: `The order was read: COMPLETED, 2 shipments, carrier ${INJECTION}.`,
                    messageId: null,
                    metric: null,
                  },
                  {
                    at: '2026-03-02T13:58:03.000Z',
                    kind: 'decided',
                    sentence: 'The shipment has left: Clarus called it dispatched. It waited for a tracking number.',
                    messageId: 'acme:ShipmentDispatched:900:7781',
                    metric: 'Fulfilled Shipment',
                  },
                  {
                    at: '2026-03-02T13:58:04.000Z',
                    kind: 'delivered',
                    sentence: 'Klaviyo accepted “Fulfilled Shipment”.',
                    messageId: 'acme:ShipmentDispatched:900:7781',
                    metric: 'Fulfilled Shipment',
                  },
                  {
                    at: '2026-03-02T13:59:04.000Z',
                    kind: 'withheld',
                    sentence: '“Fulfilled Order” was withheld: it is a rehearsal.',
                    messageId: 'acme:OrderFulfilled:900',
                    metric: 'Fulfilled Order',
                  },
                  {
                    at: '2026-03-02T14:00:04.000Z',
                    kind: 'dead',
                    sentence: 'Klaviyo refused a message for good (klaviyo_request 400).',
                    messageId: null,
                    metric: null,
                  },
                ],
                waiting: [
                  { sentence: 'A tracking number for the second shipment.', until: '2026-03-02T15:58:00.000Z' },
                ],
                findings: [
                  {
                    class: 'tracking-missing',
                    sentence: `Shipment 7782 of order ${reference} was told without a tracking number.`,
                  },
                ],
              },
            ],
      }),
      incidents: {
        list: async ({ class: name, closedSince } = {}) =>
          incidents
            .filter((one) => name === undefined || one.class === name)
            .filter(
              (one) =>
                one.closedAtMs === null || (closedSince !== undefined && one.closedAtMs >= Date.parse(closedSince)),
            )
            .map(toIncidentView),
        assign: (request) => done('assign', request),
        note: (request) => done('note', request),
        resolve: (request) => done('resolve', request),
      },
      pauses: async () => pauses,
      pause: async (request) => {
        deeds.push({ name: 'pause', request });
        return { ...pause, ...request, metric: request.metric ?? null };
      },
      resume: async (request) => {
        deeds.push({ name: 'resume', request });
        return { resumed: true, discarded: 0 };
      },
      reconcile: elsewhere,
      repair: elsewhere,
      replay: elsewhere,
      backfill: elsewhere,
      sample: elsewhere,
      audit: elsewhere,
      forget: elsewhere,
    },
  };
}
