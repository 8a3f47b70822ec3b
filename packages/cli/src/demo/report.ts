/** The end of the demo, in words and numbers that need no developer. Pure: data in, text out. */

export interface DemoFigures {
  readonly orders: number;
  readonly historyOrders: number;
  readonly shipmentsLeft: number;
  readonly shipmentEvents: Tally;
  readonly orderEvents: Tally;
  /** Events nobody should have been sent: for labels that never left, for orders of before the first start. */
  readonly unexpected: number;
  readonly wrongContents: number;
  readonly cancellations: { readonly expected: number; readonly flagged: number };
  /** Profiles of which any flag is not what it should be. */
  readonly wrongFlags: number;
  readonly stock: { readonly skus: number; readonly updates: number; readonly wrong: number };
  readonly webhooks: { readonly sent: number; readonly repeated: number; readonly lost: number };
  readonly requests: number;
  readonly retries: number;
  readonly rateLimited: number;
  readonly faults: number;
  readonly events: number;
  readonly seconds: number;
  readonly incidents: Readonly<Record<string, number>>;
}

export interface Tally {
  readonly expected: number;
  readonly recorded: number;
  readonly missing: number;
  readonly doubled: number;
  readonly early: number;
}

/** Everything that must be nil for the day to count as right. */
export function faultsOf(figures: DemoFigures): readonly string[] {
  const { shipmentEvents, orderEvents, cancellations, stock } = figures;
  const checks: readonly (readonly [string, number])[] = [
    ['shipment events missing', shipmentEvents.missing],
    ['shipment events doubled', shipmentEvents.doubled],
    ['shipment events early', shipmentEvents.early],
    ['order events missing', orderEvents.missing],
    ['order events doubled', orderEvents.doubled],
    ['order events early', orderEvents.early],
    ['events nobody should have had', figures.unexpected],
    ['shipments with wrong contents', figures.wrongContents],
    ['cancellations not flagged', cancellations.expected - cancellations.flagged],
    ['profiles with wrong flags', figures.wrongFlags],
    ['variants whose stock is wrong', stock.wrong],
  ];
  return checks.filter(([, count]) => count !== 0).map(([what, count]) => `${count} ${what}`);
}

const count = (value: number): string => value.toLocaleString('en-GB');

function rows(figures: DemoFigures): readonly (readonly [string, string])[] {
  const { shipmentEvents, orderEvents, webhooks, stock } = figures;
  const tally = (one: Tally): string =>
    `${count(one.expected)} expected · ${count(one.recorded)} recorded · ${one.missing} missing · ${one.doubled} doubled · ${one.early} early`;
  return [
    [
      'Orders of the day',
      `${count(figures.orders)} (and ${count(figures.historyOrders)} older ones, about which nobody was told anything)`,
    ],
    ['Shipments that left', count(figures.shipmentsLeft)],
    ['Shipment events', tally(shipmentEvents)],
    ['Fulfilled and cancelled events', tally(orderEvents)],
    ['Events nobody should have had', count(figures.unexpected)],
    ['Shipments with wrong contents', count(figures.wrongContents)],
    [
      'Cancellations flagged on profiles',
      `${count(figures.cancellations.flagged)} of ${count(figures.cancellations.expected)}`,
    ],
    ['Stock updates', `${count(stock.updates)} for ${count(stock.skus)} variants, ${stock.wrong} wrong at the end`],
    [
      'Webhooks',
      `${count(webhooks.sent)} sent, ${count(webhooks.repeated)} of them twice, ${count(webhooks.lost)} lost on the way`,
    ],
    ['Requests to Klaviyo', `${count(figures.requests)}, of which ${count(figures.retries)} repeated`],
    ['Answers “too many requests” (429)', count(figures.rateLimited)],
    ['Faults Klaviyo was made to have', `${count(figures.faults)} (5xx, dropped connections, refusals to hurry)`],
    ['Events per second', (figures.events / Math.max(1, figures.seconds)).toFixed(1)],
  ];
}

export function renderReport(figures: DemoFigures): string {
  const table = rows(figures);
  const width = Math.max(...table.map(([label]) => label.length));
  const incidents = Object.entries(figures.incidents);
  const lines = [
    ...table.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`),
    '',
    '  Open incidents, by class (each names an owner and what to do):',
    ...(incidents.length === 0
      ? ['    none']
      : incidents.map(([name, open]) => `    ${name.padEnd(width - 2)}  ${count(open)}`)),
  ];
  return lines.join('\n');
}

export const NEXT_STEPS = `To run it against your own accounts:

  export CLARUS_CLIENT_ID=…  CLARUS_CLIENT_SECRET=…  CLARUS_SUBDOMAIN=…
  export CLARUS_WEBHOOK_SECRET=$(openssl rand -hex 24)
  export KLAVIYO_API_KEY=…  PUBLIC_URL=https://<your host>
  npm start -- provision              the webhook automations: the steps, then CLARUS_AUTOMATIONS
  npm start -- doctor                 what would not work, and what to do about it
  SHADOW=true npm start -- serve      decides and records everything, sends nothing
  npm start -- serve                  goes live

The README lists every variable.`;
