/** The judged day as the figures of the report. */
import type { Day, DayVerdict } from '@clarus-klaviyo/testing';
import type { DemoFigures, Tally } from './report.js';
import type { Shop } from './shop.js';

function isShipment(id: string): boolean {
  return id.includes(':ShipmentDispatched:');
}

function tally(verdict: DayVerdict, wantsShipments: boolean): Tally {
  const { shipments } = verdict;
  const count = (ids: readonly string[]): number => ids.filter((id) => isShipment(id) === wantsShipments).length;
  return {
    expected: wantsShipments ? shipments.expected : verdict.expected - shipments.expected,
    recorded: wantsShipments ? shipments.recorded : verdict.recorded - shipments.recorded,
    missing: count(verdict.missing),
    doubled: count(verdict.doubled),
    early: count(verdict.early),
  };
}

export interface FigureFacts {
  readonly day: Day;
  readonly shop: Shop;
  readonly verdict: DayVerdict;
  readonly historyOrders: number;
  /** Real time the day took. */
  readonly seconds: number;
  readonly incidents: Readonly<Record<string, number>>;
}

export function figuresOf({ day, shop, verdict, historyOrders, seconds, incidents }: FigureFacts): DemoFigures {
  const { klaviyo, sender } = shop;
  const stats = klaviyo.stats();
  const sentOnce = new Set(sender.deliveries.map((delivery) => delivery.job));
  const posts = klaviyo.requests.map((request) => `${request.method} ${request.path} ${JSON.stringify(request.body)}`);
  const struck = [...klaviyo.faults.struck.values()].reduce((sum, count) => sum + count, 0);
  return {
    orders: day.orders.length,
    historyOrders,
    shipmentsLeft: verdict.shipmentsLeft,
    shipmentEvents: tally(verdict, true),
    orderEvents: tally(verdict, false),
    unexpected: verdict.unexpected.length + verdict.silent.length + verdict.wrongRecipient.length,
    wrongContents: verdict.wrongContents.length,
    cancellations: { expected: verdict.flags.cancelledExpected, flagged: verdict.flags.cancelledRecorded },
    wrongFlags: verdict.flags.wrong.length,
    stock: {
      skus: verdict.stock.expected,
      updates: klaviyo.variantWrites.length,
      wrong: verdict.stock.expected - verdict.stock.right,
    },
    webhooks: {
      sent: sender.deliveries.length,
      repeated: sender.deliveries.length - sentOnce.size,
      lost: sender.lost.length,
    },
    requests: stats.requests,
    retries: posts.length - new Set(posts).size,
    rateLimited: stats.rateLimited,
    faults: struck,
    events: stats.accepted,
    seconds,
    incidents,
  };
}
