/** Sweeps each kind at its own pace, or at once when a webhook could not say what it was about. */
import type { SyncContext } from '../config.js';
import { reasonOf } from '../events.js';
import { askedMs, clarusTrouble, clearTrouble, isAboutTheRecord } from '../hydrate/failures.js';
import { createRest, type Rest } from '../rest.js';
import type { IncidentReport } from '../stores/store.js';
import { withinTime } from '../within-time.js';
import { sweepBalances } from './balances.js';
import { createDispatchSweep } from './dispatches.js';
import { SWEEP_KINDS, type SweepKind } from './kinds.js';
import { checkMetricNames, sweepMappings } from './mappings.js';
import { sweepOrders } from './orders.js';
import { restAfterSweepMs } from './pace.js';
import { sweepReceipts } from './receipts.js';
import type { SweepOptions, Swept } from './swept.js';

const SWEEP_FAILED = 'sweep-failed';
/** After a failure: soon, but not at once. */
const RETRY_MS = 60_000;
/** Its pages come one after another, so no healthy one takes this long: something never answers. */
const LONGEST_SWEEP_MS = 6 * 3_600_000;
/** However costly the last sweep was. */
const LONGEST_REST_MS = 24 * 3_600_000;

export interface Sweeper {
  /** Every kind, over everything there is to see. Returns how many keys were rung. */
  sweepAll(signal: AbortSignal | undefined): Promise<number>;
  /** Every kind whose time has come, for who is woken from outside now and then. What Clarus refuses is an incident. */
  sweepDue(signal: AbortSignal | undefined): Promise<void>;
  /** A webhook told of something it did not name. */
  ask(kind: SweepKind): void;
  /** Sweeps until aborted. */
  run(signal: AbortSignal): Promise<void>;
}

export function createSweeper(context: SyncContext): Sweeper {
  const { clock, store, timing } = context;
  const dispatches = createDispatchSweep(context);
  const rests = new Map<SweepKind, Rest>();
  const asked = new Set<SweepKind>();

  function sweepOf(kind: SweepKind, options: SweepOptions & { readonly isAsked: boolean }): Promise<Swept> {
    switch (kind) {
      case 'dispatches':
        return dispatches.sweep(options);
      case 'orders':
        return sweepOrders(context, options);
      case 'receipts':
        return sweepReceipts(context, options);
      case 'balances':
        return sweepBalances(context, options);
      case 'mappings':
        return sweepMappings(context, options);
    }
  }

  async function sweepKind(kind: SweepKind, options: SweepOptions & { readonly isAsked: boolean }): Promise<Swept> {
    const swept = await sweepOf(kind, options);
    const { listed, requests, rung } = swept;
    context.onEvent({ type: 'sweep.done', kind, listed, requests, rung });
    await store.clear(SWEEP_FAILED, kind);
    if (requests > 0) await clearTrouble(context);
    if (kind !== 'mappings') await context.silence.swept(swept.found);
    return swept;
  }

  /** The wait is remembered, so that a process that restarts often does not sweep at every start. */
  async function restMs(kind: SweepKind): Promise<number> {
    const [sinceMs = 0, waitMs = 0] = ((await store.getMeta(restName(kind))) ?? '').split(' ').map(Number);
    const restedMs = clock.now() - sinceMs;
    // Less than nothing: the clock was put back, and nobody knows how long it has been.
    return restedMs < 0 ? 0 : Math.max(0, Math.min(LONGEST_REST_MS, waitMs) - restedMs);
  }

  async function sweepOnce(kind: SweepKind, signal: AbortSignal): Promise<void> {
    const isAsked = asked.delete(kind);
    let waitMs = Math.min(RETRY_MS, timing.cadence[kind]);
    try {
      const limit = { clock, limitMs: LONGEST_SWEEP_MS, what: 'A sweep', signal };
      const { requests } = await withinTime(limit, (until) =>
        sweepKind(kind, { isWhole: false, isAsked, signal: until }),
      );
      waitMs = restAfterSweepMs({
        cadenceMs: timing.cadence[kind],
        requests,
        requestsPerHour: timing.sweepRequestsPerHour,
      });
    } catch (error) {
      if (signal.aborted) return;
      await reportFailure(context, kind, error);
      waitMs = Math.max(waitMs, askedMs(error));
    }
    await store.setMeta(restName(kind), `${clock.now()} ${waitMs}`);
  }

  async function checkNames(signal: AbortSignal): Promise<void> {
    await checkMetricNames(context, signal).catch((error: unknown) => {
      context.onEvent({ type: 'stage.failed', stage: 'metrics', reason: reasonOf(error) });
    });
  }

  async function loop(kind: SweepKind, signal: AbortSignal): Promise<void> {
    if (timing.cadence[kind] <= 0) return;
    const rest = createRest(clock);
    rests.set(kind, rest);
    while (!signal.aborted) {
      try {
        await rest.until(await restMs(kind), signal);
        if (signal.aborted) return;
        await sweepOnce(kind, signal);
      } catch (error) {
        // The store itself is in trouble: the other stages say so too.
        context.onEvent({ type: 'stage.failed', stage: `sweep ${kind}`, reason: reasonOf(error) });
        await clock.sleep(RETRY_MS, signal).catch(() => undefined);
      }
      // Asked for again and again, it still leaves Clarus a moment.
      await clock.sleep(Math.min(timing.sweepGapMs, timing.cadence[kind]), signal).catch(() => undefined);
    }
  }

  return {
    async sweepAll(signal) {
      let rung = 0;
      const failures: unknown[] = [];
      for (const kind of SWEEP_KINDS) {
        try {
          rung += (await sweepKind(kind, { isWhole: true, isAsked: true, signal })).rung;
        } catch (error) {
          failures.push(error); // what one list refuses, another may give
        }
      }
      if (failures.length > 0) throw failures[0];
      return rung;
    },
    async sweepDue(signal = new AbortController().signal) {
      for (const kind of SWEEP_KINDS) {
        const isDue = asked.has(kind) || (await restMs(kind)) === 0;
        if (timing.cadence[kind] <= 0 || !isDue) continue;
        if (kind === 'mappings') await checkNames(signal); // as rarely: nobody renames a metric every hour
        await sweepOnce(kind, signal);
      }
    },
    ask(kind) {
      asked.add(kind);
      rests.get(kind)?.nudge();
    },
    async run(signal) {
      await checkNames(signal);
      await Promise.all(SWEEP_KINDS.map((kind) => loop(kind, signal)));
      rests.clear();
    },
  };
}

function restName(kind: SweepKind): string {
  return `sweep.${kind}.rest`;
}

async function reportFailure(context: SyncContext, kind: SweepKind, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  context.onEvent({ type: 'stage.failed', stage: `sweep ${kind}`, reason });
  const own: IncidentReport = {
    class: SWEEP_FAILED,
    subject: kind,
    severity: 'warning',
    owner: 'integration',
    detail: { reason },
  };
  const isOurs = isAboutTheRecord(error) || !reason.startsWith('clarus_');
  await context.store.report(isOurs ? [own] : [own, clarusTrouble(context.tenant, error)], context.clock.now());
}
