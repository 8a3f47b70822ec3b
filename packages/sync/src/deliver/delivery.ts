/**
 * The sender of one Klaviyo account: take, send, settle. It is the only layer that retries, and it keeps
 * its account's trouble to itself: another account's sender never notices.
 */
import type { Message } from '@clarus-klaviyo/mapping';
import type { Clock, Random } from '../clock.js';
import { type OnEvent, reasonOf } from '../events.js';
import type { KlaviyoPort } from '../ports.js';
import type { IncidentReport, MessageOutcome, Store, TakenMessage } from '../stores/store.js';
import { type AccountHealth, afterAccountFailure, afterSuccess, HEALTHY, roomFor } from './account-health.js';
import { afterDelivery, type DeliveryPolicy } from './after-delivery.js';
import { type BulkSplit, DELIVERY_CLASSES, type DeliveryClass, priorityOf, splitForBulk } from './classes.js';
import { ACCEPTED, type Outcome } from './outcome.js';
import { type SendableEvent, sendOne, sendTogether } from './send.js';
import { afterFailure, othersGotThrough, type Suspicion } from './suspicion.js';

export interface DeliveryContext {
  readonly account: string;
  readonly klaviyo: KlaviyoPort;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: DeliveryPolicy;
  /** Single calls under way at a time, for each class of them. */
  readonly maxInFlight: number;
  /** A backlog older than this goes in bulk requests. */
  readonly bulkAfterMs: number;
  /** Events in one bulk request. Klaviyo takes 1000. */
  readonly bulkSize: number;
  readonly onEvent: OnEvent;
  /** Called after each settled message: there may be room, and the lane's next message is free. */
  readonly onSettled: () => void;
}

export interface Delivery {
  /** Takes what may be sent now and starts sending it; returns how many were started. */
  fill(signal: AbortSignal | undefined): Promise<number>;
  /** Resolves when nothing is in flight; rejects with the first error that is a bug, not an outcome. */
  idle(): Promise<void>;
  /** The earliest instant at which a paused account may be tried again; 0 when it is open. */
  pausedUntilMs(): number;
}

/** What a dead message means to people, by why it died. */
function incidentOf(message: TakenMessage, reason: string): IncidentReport {
  if (message.message.kind === 'stock' && reason.endsWith(' 404')) {
    const { id } = message.message.body.data;
    return { class: 'sku-unmapped', subject: id, severity: 'warning', owner: 'ecommerce', detail: { variant: id } };
  }
  return {
    class: 'dead-letter',
    subject: message.orderReference ?? message.message.id,
    severity: 'error',
    owner: 'integration',
    detail: { message: message.message.id, reason },
  };
}

/** Half a minute of a full or locked disk; after that the message is sent again by the next owner. */
const SETTLE_TRIES = 30;
const SETTLE_WAIT_MS = 1_000;

/** Enough to fill Klaviyo's 150 bulk requests a minute when one takes a second and a half. */
const BULK_AT_ONCE = 4;
const BACKFILLS_AT_ONCE = 2;

const AUTH_CODES: ReadonlySet<string> = new Set(['klaviyo_auth', 'klaviyo_gone']);

export function createDelivery(context: DeliveryContext): Delivery {
  const { account, klaviyo, store, clock, random, policy, onEvent } = context;
  let health: AccountHealth = HEALTHY;
  let firstBug: unknown;
  /** Each class has its own room: one that must wait for its rate windows leaves the others theirs. */
  const inFlight: Readonly<Record<DeliveryClass, Set<Promise<void>>>> = {
    live: new Set(),
    bulk: new Set(),
    backfill: new Set(),
    flags: new Set(),
    stock: new Set(),
  };
  const totalInFlight = (): number => DELIVERY_CLASSES.reduce((sum, name) => sum + inFlight[name].size, 0);
  /** The last look at live events found them late: then they wait for a bulk request, not for a single call. */
  let isLagging = false;
  /** Messages whose last request drew a 5xx, or no answer. */
  const suspects = new Map<number, Suspicion>();
  const atMostOf = ({ seq }: TakenMessage): number => suspects.get(seq)?.atMost ?? Number.POSITIVE_INFINITY;

  async function noteAccount(outcome: Outcome): Promise<void> {
    const nowMs = clock.now();
    const wasDown = health.failures > 0;
    if (outcome.kind === 'accepted' || outcome.kind === 'refused') {
      health = afterSuccess(health, nowMs);
      if (wasDown && health.failures === 0) {
        onEvent({ type: 'account.resumed', account });
        await store.clear('klaviyo-unavailable', account);
        await store.clear('klaviyo-refuses-key', account);
      }
      return;
    }
    if (outcome.kind !== 'account-unavailable') return;
    health = afterAccountFailure(health, outcome.retryAfterMs, nowMs, random);
    const forMs = Math.max(0, Math.round(health.pausedUntilMs - nowMs));
    onEvent({ type: 'account.paused', account, reason: outcome.code, forMs });
    if (outcome.code === 'klaviyo_rate_limited') return; // pacing at work, not an incident
    const refusesKey = AUTH_CODES.has(outcome.code);
    await store.report(
      [
        {
          class: refusesKey ? 'klaviyo-refuses-key' : 'klaviyo-unavailable',
          subject: account,
          severity: refusesKey ? 'error' : 'warning',
          owner: 'integration',
          detail: { code: outcome.code },
        },
      ],
      nowMs,
    );
  }

  /** A 5xx twice while others got through in between: the message is at fault, or a neighbour, but not the account. */
  function isOwnFault(message: TakenMessage, outcome: Outcome): boolean {
    if (outcome.kind !== 'account-unavailable' || !outcome.isServerError) return false;
    if (othersGotThrough(suspects.get(message.seq), health.successes)) return true;
    // Found at fault before, and nobody else is in trouble now: still at fault.
    return message.attempts > 0 && health.failures === 0;
  }

  function suspect({ seq }: TakenMessage, outcome: Outcome, size: number): void {
    const isOpen = outcome.kind === 'account-unavailable' && (outcome.isServerError || outcome.isAmbiguous);
    if (isOpen) suspects.set(seq, afterFailure(suspects.get(seq), size, health.successes));
    else suspects.delete(seq);
  }

  /** The call is made and its answer known: forgetting it would send it again, so a full disk is waited out. */
  async function settleForSure(outcomes: readonly MessageOutcome[]): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        await store.settleMessages(outcomes);
        return;
      } catch (error) {
        onEvent({ type: 'stage.failed', stage: 'settle', reason: reasonOf(error) });
        if (failures >= SETTLE_TRIES) throw error;
        await clock.sleep(SETTLE_WAIT_MS);
      }
    }
  }

  async function settle(messages: readonly TakenMessage[], outcome: Outcome): Promise<void> {
    const isOwn = messages.every((message) => isOwnFault(message, outcome));
    // What only some message draws says nothing about the account.
    if (!isOwn) await noteAccount(outcome);
    // Of several in one request nobody knows yet which is at fault.
    const failsAlone = isOwn && messages.length === 1;
    const facts = { nowMs: clock.now(), policy, pausedUntilMs: health.pausedUntilMs, failsAlone };
    const outcomes = messages.map((message) => {
      suspect(message, outcome, messages.length);
      return afterDelivery(message, outcome, facts);
    });
    await settleForSure(outcomes);
    for (const [index, result] of outcomes.entries()) {
      const message = messages[index];
      if (message === undefined) continue;
      const { heardAfterMs, decidedAfterMs } = message;
      const { id, mode } = message.message;
      if (result.kind === 'delivered') {
        onEvent({ type: 'message.delivered', id, account, mode, heardAfterMs, decidedAfterMs });
      }
      if (result.kind === 'pending') onEvent({ type: 'message.delayed', id, account, reason: result.reason });
      if (result.kind === 'dead') {
        onEvent({ type: 'message.dead', id, account, reason: result.reason });
        suspects.delete(message.seq);
        await store.report([incidentOf(message, result.reason)], clock.now());
      }
    }
  }

  async function deliverOne(message: TakenMessage, signal: AbortSignal | undefined): Promise<void> {
    const outcome = await sendOne(klaviyo, message.message, { priority: priorityOf(message.message), signal });
    await settle([message], outcome);
  }

  async function deliverTogether(
    messages: readonly TakenMessage[],
    priority: 'live' | 'backfill',
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const events = messages
      .map(({ message }) => message)
      .filter((message): message is SendableEvent => message.kind === 'event');
    const outcomes = await sendTogether(klaviyo, events, { priority, signal });
    const byFate = Map.groupBy(messages.entries(), ([index]) => outcomes[index] ?? ACCEPTED);
    for (const [outcome, group] of byFate) {
      await settle(
        group.map(([, message]) => message),
        outcome,
      );
    }
  }

  function start(name: DeliveryClass, work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => {
        firstBug ??= error;
      })
      .finally(() => {
        inFlight[name].delete(tracked);
        context.onSettled();
      });
    inFlight[name].add(tracked);
  }

  function throwBug(): void {
    if (firstBug === undefined) return;
    const bug = firstBug;
    firstBug = undefined;
    throw bug;
  }

  /** After trouble: one message, of whatever kind, and nothing beside it. */
  async function probe(signal: AbortSignal | undefined): Promise<number> {
    const nowMs = clock.now();
    if (roomFor(health, totalInFlight(), 1, nowMs) === 0) return 0;
    const taken = await store.takeMessages(nowMs, 1, [account]);
    for (const message of taken) start('live', deliverOne(message, signal));
    return taken.length;
  }

  async function fillSingly(
    name: 'flags' | 'stock',
    kind: Message['kind'],
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const nowMs = clock.now();
    const room = roomFor(health, inFlight[name].size, context.maxInFlight, nowMs);
    if (room === 0) return 0;
    const taken = await store.takeMessages(nowMs, room, [account], [kind]);
    for (const message of taken) start(name, deliverOne(message, signal));
    return taken.length;
  }

  /** Live events go one by one, or, while they lag behind, together. */
  async function fillLive(signal: AbortSignal | undefined): Promise<number> {
    const nowMs = clock.now();
    const lagsBeforeMs = nowMs - context.bulkAfterMs;
    const room = roomFor(health, inFlight.live.size, context.maxInFlight, nowMs);
    if (room === 0 || (isLagging && inFlight.bulk.size >= BULK_AT_ONCE)) return 0;
    // Only a backlog without a suspect in sight is dug into: those must go alone, and there is room for few at a time.
    const isDigging = isLagging && suspects.size === 0;
    let taken = await store.takeMessages(nowMs, isDigging ? context.bulkSize : room, [account], ['event'], ['live']);
    let split = splitForBulk(taken, lagsBeforeMs, atMostOf);
    isLagging = split.together.length > 0;
    if (isLagging && split.alone.length === 0 && taken.length === room) {
      const wanted = context.bulkSize - taken.length;
      taken = [...taken, ...(await store.takeMessages(nowMs, wanted, [account], ['event'], ['live']))];
      split = splitForBulk(taken, lagsBeforeMs, atMostOf);
    }
    startAll({ single: 'live', many: 'bulk' }, split, signal);
    return taken.length;
  }

  /** History goes together, and only beside what is live. */
  async function fillBackfill(signal: AbortSignal | undefined): Promise<number> {
    const nowMs = clock.now();
    if (roomFor(health, inFlight.backfill.size, BACKFILLS_AT_ONCE, nowMs) === 0) return 0;
    const taken = await store.takeMessages(nowMs, context.bulkSize, [account], ['event'], ['silent']);
    const split = splitForBulk(taken, Number.POSITIVE_INFINITY, atMostOf);
    startAll({ single: 'backfill', many: 'backfill' }, split, signal);
    return taken.length;
  }

  function startAll(
    names: { readonly single: DeliveryClass; readonly many: 'bulk' | 'backfill' },
    { together, alone }: BulkSplit,
    signal: AbortSignal | undefined,
  ): void {
    for (const message of alone) start(names.single, deliverOne(message, signal));
    const priority = names.many === 'bulk' ? 'live' : 'backfill';
    for (const messages of together) start(names.many, deliverTogether(messages, priority, signal));
  }

  return {
    async fill(signal) {
      throwBug();
      if (health.failures > 0) return probe(signal);
      const live = await fillLive(signal);
      const flags = await fillSingly('flags', 'profile', signal);
      const stock = await fillSingly('stock', 'stock', signal);
      return live + flags + stock + (await fillBackfill(signal));
    },
    async idle() {
      while (totalInFlight() > 0) await Promise.all(DELIVERY_CLASSES.flatMap((name) => [...inFlight[name]]));
      throwBug();
    },
    pausedUntilMs: () => health.pausedUntilMs,
  };
}
