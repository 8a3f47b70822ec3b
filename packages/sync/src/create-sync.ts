/** `createSync()` binds the stages of the flow to one context and keeps them running. */
import { createHandler } from './api/handler.js';
import { audit } from './audit/audit.js';
import { backfill } from './backfill/backfill.js';
import { systemClock } from './clock.js';
import { basePathOf, resolveContext, type SyncConfig, type SyncContext } from './config.js';
import { wakeDue } from './decide/wakes.js';
import { createDelivery, type Delivery } from './deliver/delivery.js';
import { type OnEvent, reasonOf } from './events.js';
import { explain } from './explain/explain.js';
import { readHealth } from './health/health.js';
import { readMetrics } from './health/metrics.js';
import { createRecorder } from './health/recorder.js';
import { createWatch } from './health/watch.js';
import { createHydration } from './hydrate/hydrate.js';
import { createIncidentOperations } from './incidents/operations.js';
import type { Operations } from './operations.js';
import { pause, pauses, resume } from './pause/pause.js';
import { forget } from './privacy/forget.js';
import { retain } from './privacy/retain.js';
import type { ObservationInput } from './receive/observation.js';
import { type Observed, observe } from './receive/observe.js';
import { createReceiver } from './receive/receiver.js';
import { createUnderstanding, replayParked } from './receive/understand.js';
import { reconcile } from './reconcile/reconcile.js';
import { repair } from './reconcile/repair.js';
import { replay } from './replay/replay.js';
import { createRest, type Rest } from './rest.js';
import { sample } from './sample/sample.js';
import { StoreUnavailableError } from './stores/errors.js';
import type { LedgerEntry } from './stores/store.js';
import { createSweeper } from './sweep/sweep.js';

const MAX_IN_FLIGHT = 48;
const BULK_SIZE = 1000;

/** How `run` is told to stop. */
export interface RunOptions {
  /** Aborting it stops taking work, waits for what is in flight, and then `run` resolves. */
  readonly signal: AbortSignal;
}

/** The pipeline of one tenant: receives, works, answers questions. */
export interface Sync extends Operations {
  /**
   * Answers one HTTP request: `POST /webhooks/clarus/:secret` and `GET /health`; with `page` configured also the health
   * page, `POST /api/:operation` and `GET /metrics`; 404 for the rest.
   * A webhook is answered 2xx only after it is durably committed.
   */
  readonly handler: (request: Request) => Promise<Response>;
  /**
   * Works until aborted: read meanings, read records, decide, deliver, sweep. Resolves when all is put down.
   *
   * @throws {StoreUnavailableError} at the start, the store is in trouble that does not pass by itself.
   */
  run(options: RunOptions): Promise<void>;
  /** One pass of every stage, for schedulers and tests. Returns how many things moved; 0: nothing was due. */
  tick(signal?: AbortSignal): Promise<number>;
  /** Looks for what webhooks missed. Returns how many records differ and will be read. */
  sweep(signal?: AbortSignal): Promise<number>;
  /** Sweeps what is due at its own pace: for a Cron where `run` does not run. A failure is an incident, not an error. */
  sweepDue(signal?: AbortSignal): Promise<void>;
  /**
   * Feeds in what Clarus does not know: evidence of carriers, products and contacts of the shop. Resolves once it is
   * committed. An order that is not known yet gets it when it is.
   *
   * @throws {ObservationError} it cannot be used, and which field is why.
   */
  observe(input: ObservationInput): Promise<Observed>;
  /** Puts webhooks that were parked as unknown back into the queue, e.g. after their automation was mapped. */
  replayParked(filter?: { readonly automationId?: string }): Promise<number>;
  /** What was told about an order, in the order of telling. */
  ledger(filter: { readonly orderReference?: string; readonly limit?: number }): Promise<readonly LedgerEntry[]>;
  /** The earliest instant at which a tick has something to do, epoch milliseconds; null when nothing waits. */
  nextDueAt(): Promise<number | null>;
}

/**
 * Binds the stages of the pipeline to one store, one clock and its accounts. Nothing runs before `run` or `tick`.
 *
 * @throws {SyncConfigError} the configuration cannot work.
 */
export function createSync(config: SyncConfig): Sync {
  const rests = new Map<string, Rest>();
  const nudge = (): void => {
    for (const rest of rests.values()) rest.nudge();
  };
  const resolved = resolveContext(config, { nudge, askSweep: (kind) => sweeper.ask(kind) });
  const recorder = createRecorder(resolved.store, resolved.clock);
  const onEvent: OnEvent = (event) => {
    recorder.note(event);
    resolved.onEvent(event);
  };
  const context: SyncContext = { ...resolved, onEvent };
  const sweeper = createSweeper(context);
  const watch = createWatch(context, recorder, config);
  const { clock, store, timing } = context;
  const deliveries = context.accounts.map((account) =>
    createDelivery({
      account: account.name,
      klaviyo: account.klaviyo,
      store,
      clock,
      random: context.random,
      policy: context.delivery,
      maxInFlight: MAX_IN_FLIGHT,
      bulkAfterMs: timing.bulkAfterMs,
      bulkSize: BULK_SIZE,
      onEvent: context.onEvent,
      onSettled: () => rests.get('deliver')?.nudge(),
    }),
  );

  async function deliver(signal: AbortSignal | undefined): Promise<number> {
    let started = 0;
    for (const delivery of deliveries) started += await delivery.fill(signal);
    return started;
  }

  /** Each works at its own pace: a slow Clarus holds up no message, a slow Klaviyo no webhook. */
  const stages: Readonly<Record<string, (signal: AbortSignal | undefined) => Promise<number>>> = {
    understand: createUnderstanding(context),
    hydrate: createHydration(context),
    wake: () => wakeDue(context),
    deliver,
  };

  async function restUntilDue(rest: Rest, signal: AbortSignal): Promise<void> {
    const dueAtMs = await store.nextDueAt();
    const waitMs = dueAtMs === null ? timing.pollMs : dueAtMs - clock.now();
    // What is due but cannot be taken (a paused account, a read under way) must not become a busy loop.
    await rest.until(Math.min(timing.pollMs, Math.max(timing.pollMs / 5, waitMs)), signal);
  }

  /** A stage's failure is told and outlived: the store may be full now and have room later. */
  async function loop(stage: string, work: () => Promise<number>, signal: AbortSignal): Promise<void> {
    const rest = createRest(clock);
    rests.set(stage, rest);
    while (!signal.aborted) {
      try {
        if ((await work()) === 0) await restUntilDue(rest, signal);
      } catch (error) {
        if (signal.aborted) break;
        context.onEvent({ type: 'stage.failed', stage, reason: reasonOf(error) });
        await rest.until(timing.pollMs, signal);
      }
    }
    rests.delete(stage);
  }

  /** A store that is busy or full at the very start is waited for, as it is later. */
  async function start(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await context.run();
        // What was parked for want of a mapping finds its meaning once the mapping is there.
        for (const automationId of Object.keys(context.webhooks.automations))
          await replayParked(context, { automationId });
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError && error.retryable)) throw error;
        context.onEvent({ type: 'stage.failed', stage: 'start', reason: reasonOf(error) });
        await clock.sleep(timing.pollMs, signal).catch(() => undefined);
      }
    }
  }

  const names = context.accounts.map((account) => account.name);
  const sync: Sync = {
    handler: (request) => handle(request),
    health: () =>
      readHealth(context, () =>
        deliveries.map((delivery, index) => ({ account: names[index] ?? '', untilMs: delivery.pausedUntilMs() })),
      ),
    metrics: ({ hours } = {}) => readMetrics({ store, accounts: names, nowMs: clock.now() }, hours),
    incidents: createIncidentOperations(store, clock),
    explain: (request) => explain(context, request),
    reconcile: (request, options) => reconcile(context, request, options),
    repair: (plan, options) => repair(context, plan, options),
    replay: (filter) => replay(context, filter),
    backfill: (request, options) => backfill(context, request, options),
    sample: (request) => sample(context, request),
    audit: (request, options) => audit(context, request, options),
    pauses: () => pauses(context),
    pause: (request) => pause(context, request),
    resume: (request) => resume(context, request),
    forget: (request) => forget(context, request),
    async run({ signal }) {
      await start(signal);
      const cutOff = new AbortController();
      const loops = Object.entries(stages).map(([name, work]) =>
        loop(name, () => work(name === 'deliver' ? cutOff.signal : signal), signal),
      );
      const stopped = Promise.all([...loops, sweeper.run(signal), watch.run(signal), retain(context, signal)]).then(
        () => allIdle(deliveries),
      );
      // Calls under way get a moment to be answered; what is cut off is repeated, identical, at the next start.
      signal.addEventListener('abort', () => void cutOffLater(cutOff, stopped), { once: true });
      await stopped;
    },
    async tick(signal) {
      let moved = 0;
      for (const work of Object.values(stages)) moved += await work(signal);
      await allIdle(deliveries);
      await watch.pass(signal);
      return moved;
    },
    sweep: (signal) => sweeper.sweepAll(signal),
    sweepDue: (signal) => sweeper.sweepDue(signal),
    observe: (input) => observe(context, input),
    replayParked: (filter = {}) => replayParked(context, filter),
    ledger: (filter) => store.ledger(filter),
    nextDueAt: () => store.nextDueAt(),
  };
  const handle = createHandler({
    ...context,
    receive: createReceiver(context),
    operations: sync,
    page: config.page ?? null,
    timeZone: config.alerts?.timeZone ?? 'UTC',
    runbooksAt: config.links?.runbooks ?? null,
    basePath: basePathOf(config),
  });
  return sync;
}

/** Longer than an ordinary answer takes, shorter than a process manager's patience. */
const DRAIN_MS = 4_000;

async function cutOffLater(cutOff: AbortController, stopped: Promise<void>): Promise<void> {
  const done = new AbortController();
  const finished = stopped.finally(() => done.abort()).catch(() => undefined);
  await systemClock.sleep(DRAIN_MS, done.signal).catch(() => undefined);
  cutOff.abort(new DOMException('The service is stopping.', 'AbortError'));
  await finished;
}

async function allIdle(deliveries: readonly Delivery[]): Promise<void> {
  for (const delivery of deliveries) await delivery.idle();
}
