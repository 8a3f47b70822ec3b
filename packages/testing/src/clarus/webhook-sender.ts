import { type Clock, systemClock } from '../clock.js';
import { between, type Random, seededRandom } from '../random.js';
import type { WebhookJob } from './automations.js';
import type { FakeClarus } from './fake-clarus.js';

/** Where webhooks go, and how often they are doubled, late or lost. */
export interface WebhookSenderConfig {
  /** Where the receiver takes webhooks, e.g. `http://127.0.0.1:8080/webhooks/clarus`. */
  readonly url: string;
  /** Added to the address as its last part. Left out: the address is used as it is. */
  readonly secret?: string;
  /** Calls the receiver. Hand in its own handler to stay inside one process. @default the global one */
  readonly fetch?: typeof fetch;
  /** @default real time */
  readonly clock?: Clock;
  /** @default seed 2 */
  readonly random?: Random;
  /** Chance per webhook, 0 to 1. All @default 0 */
  readonly rates?: {
    /** Sent twice. */
    readonly duplicates?: number;
    /** Held back a few seconds, so that later ones overtake it. */
    readonly outOfOrder?: number;
    /** Held back for minutes. */
    readonly late?: number;
    /** Never sent. */
    readonly lost?: number;
  };
  /** Longest delay of a late one, on the clock. @default 20 minutes */
  readonly lateByMs?: number;
  /** Calls at a time. @default 32 */
  readonly concurrency?: number;
}

/** One call, and how it was answered. */
export interface WebhookDelivery {
  readonly job: WebhookJob;
  readonly atMs: number;
  /** Null: no answer came. */
  readonly status: number | null;
}

/** Sends webhooks as badly as its rates say. */
export interface WebhookSender {
  /** Sends a webhook the way its dice decide. */
  send(job: WebhookJob): void;
  /** Sends whatever this tenant rings from now on. */
  attach(clarus: FakeClarus): void;
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>;
  readonly deliveries: readonly WebhookDelivery[];
  /** Never sent. */
  readonly lost: readonly WebhookJob[];
  /** Sent, and never answered with 2xx so far. */
  unanswered(): readonly WebhookJob[];
  /** Sends again, at once and once each; Clarus itself is not known to. */
  resend(jobs: readonly WebhookJob[]): Promise<void>;
}

const OVERTAKEN_BY_MS = 5_000;

/** Sends webhooks as badly as Clarus may: twice, late, out of order, or not at all, and without retries. */
export function webhookSender(config: WebhookSenderConfig): WebhookSender {
  const { clock = systemClock, random = seededRandom(2), lateByMs = 20 * 60_000, concurrency = 32 } = config;
  const { duplicates = 0, outOfOrder = 0, late = 0, lost: lostRate = 0 } = config.rates ?? {};
  const call = config.fetch ?? fetch;
  const target = config.secret === undefined ? config.url : `${config.url}/${encodeURIComponent(config.secret)}`;
  const deliveries: WebhookDelivery[] = [];
  const lost: WebhookJob[] = [];
  const sent = new Set<WebhookJob>();
  const answered = new Set<WebhookJob>();
  const waiting: (() => void)[] = [];
  const onTheWay = new Set<Promise<void>>();
  let open = 0;

  const post = async (job: WebhookJob): Promise<void> => {
    if (open < concurrency) open += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve)); // takes over the slot of one that ended
    let status: number | null = null;
    try {
      const response = await call(target, { method: 'POST', headers: job.headers, body: job.body });
      await response.arrayBuffer(); // frees the connection
      status = response.status;
    } catch {
      status = null; // refused or dropped: recorded below as unanswered
    }
    const next = waiting.shift();
    if (next === undefined) open -= 1;
    else next();
    deliveries.push({ job, atMs: clock.now(), status });
    if (status !== null && status >= 200 && status < 300) answered.add(job);
  };
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work.finally(() => onTheWay.delete(tracked));
    onTheWay.add(tracked);
    return tracked;
  };
  const postAfter = async (job: WebhookJob, delayMs: number): Promise<void> => {
    if (delayMs > 0) await clock.sleep(delayMs);
    await post(job);
  };
  const delayMs = (): number => {
    const roll = random();
    if (roll < late) return between(random, Math.ceil(lateByMs / 10), lateByMs);
    return roll < late + outOfOrder ? between(random, 500, OVERTAKEN_BY_MS) : 0;
  };

  const send = (job: WebhookJob): void => {
    if (random() < lostRate) {
      lost.push(job);
      return;
    }
    sent.add(job);
    void track(postAfter(job, delayMs()));
    if (random() < duplicates) void track(postAfter(job, between(random, 1, 30_000)));
  };

  return {
    send,
    attach: (clarus) => clarus.onWebhook(send),
    idle: async () => {
      while (onTheWay.size > 0) await Promise.all(onTheWay);
    },
    deliveries,
    lost,
    unanswered: () => [...sent].filter((job) => !answered.has(job)),
    resend: async (jobs) => {
      await Promise.all(jobs.map((job) => track(post(job))));
    },
  };
}
