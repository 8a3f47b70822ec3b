/**
 * The sender of one Klaviyo account: take, send, settle. It is the only layer that retries, and it keeps
 * its account's trouble to itself: another account's sender never notices.
 */
import type { EventMessage, Message } from '@clarus-klaviyo/mapping';
import type { Clock, Random } from '../clock.js';
import { type OnEvent, reasonOf, type SyncEvent } from '../events.js';
import type { KlaviyoPort } from '../ports.js';
import { MESSAGE_KINDS } from '../stores/rules.js';
import type { IncidentReport, MessageOutcome, Store, TakenMessage } from '../stores/store.js';
import { type AccountHealth, afterAccountFailure, afterSuccess, HEALTHY, roomFor } from './account-health.js';
import { afterDelivery, type DeliveryPolicy } from './after-delivery.js';
import type { Outcome } from './outcome.js';
import { sendOne, sendTogether } from './send.js';

export interface DeliveryContext {
  readonly account: string;
  readonly klaviyo: KlaviyoPort;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: DeliveryPolicy;
  /** Calls under way at a time, per kind of message. */
  readonly maxInFlight: number;
  /** A backlog older than this goes in bulk requests. */
  readonly bulkAfterMs: number;
  /** Events in one bulk request. Klaviyo takes 1000. */
  readonly bulkSize: number;
  readonly onEvent: OnEvent;
  /** Called after each settled message: there may be room, and the lane's next message is free. */
  readonly onSettled: () => void;
}

type Delivered = Extract<SyncEvent, { type: 'message.delivered' }>;

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

/** How long the steps before the outbox took, for a message told as it happened. */
function stepsOf({ message, enqueuedAtMs }: TakenMessage): Pick<Delivered, 'mode' | 'heardAfterMs' | 'decidedAfterMs'> {
  const { evidenceAt, receivedAt } = message.because;
  const heardAtMs = Date.parse(receivedAt);
  const trueAtMs = evidenceAt === null ? Number.NaN : Date.parse(evidenceAt);
  const msBetween = (fromMs: number, toMs: number): number | null =>
    Number.isNaN(fromMs) || Number.isNaN(toMs) ? null : Math.max(0, toMs - fromMs);
  return {
    mode: message.mode,
    heardAfterMs: msBetween(trueAtMs, heardAtMs),
    decidedAfterMs: msBetween(heardAtMs, enqueuedAtMs),
  };
}

const AUTH_CODES: ReadonlySet<string> = new Set(['klaviyo_auth', 'klaviyo_gone']);

export function createDelivery(context: DeliveryContext): Delivery {
  const { account, klaviyo, store, clock, random, policy, onEvent } = context;
  let health: AccountHealth = HEALTHY;
  let firstBug: unknown;
  /** Each kind has an endpoint, and rate windows, of its own: one that must wait leaves room for the others. */
  const inFlight: Readonly<Record<Message['kind'], Set<Promise<void>>>> = {
    event: new Set(),
    profile: new Set(),
    stock: new Set(),
  };
  const totalInFlight = (): number => MESSAGE_KINDS.reduce((sum, kind) => sum + inFlight[kind].size, 0);
  /** Messages whose last failure was a 5xx → how many calls had succeeded by then. */
  const suspects = new Map<number, number>();

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

  /** A 5xx twice while others got through in between: the message is at fault, not the account. */
  function failsAlone(message: TakenMessage, outcome: Outcome): boolean {
    if (outcome.kind !== 'account-unavailable' || !outcome.isServerError) return false;
    const successesThen = suspects.get(message.seq);
    const othersGotThrough = successesThen !== undefined && health.successes > successesThen;
    // Found at fault before, and nobody else is in trouble now: still at fault.
    return othersGotThrough || (message.attempts > 0 && health.failures === 0);
  }

  function suspect(message: TakenMessage, outcome: Outcome): void {
    const isServerError = outcome.kind === 'account-unavailable' && outcome.isServerError;
    if (isServerError) suspects.set(message.seq, health.successes);
    else suspects.delete(message.seq);
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
    const alone = new Set(messages.filter((message) => failsAlone(message, outcome)));
    // What only some message draws says nothing about the account.
    if (alone.size < messages.length) await noteAccount(outcome);
    const facts = { nowMs: clock.now(), policy, pausedUntilMs: health.pausedUntilMs };
    const outcomes = messages.map((message) => {
      suspect(message, outcome);
      return afterDelivery(message, outcome, { ...facts, failsAlone: alone.has(message) });
    });
    await settleForSure(outcomes);
    for (const [index, result] of outcomes.entries()) {
      const message = messages[index];
      if (message === undefined) continue;
      const { id } = message.message;
      if (result.kind === 'delivered') onEvent({ type: 'message.delivered', id, account, ...stepsOf(message) });
      if (result.kind === 'pending') onEvent({ type: 'message.delayed', id, account, reason: result.reason });
      if (result.kind === 'dead') {
        onEvent({ type: 'message.dead', id, account, reason: result.reason });
        suspects.delete(message.seq);
        await store.report([incidentOf(message, result.reason)], clock.now());
      }
    }
  }

  async function deliverOne(message: TakenMessage, signal: AbortSignal | undefined): Promise<void> {
    const outcome = await sendOne(klaviyo, message.message, signal);
    await settle([message], outcome);
  }

  /** A refused bulk request says nothing about which event was at fault: each then goes on its own. */
  async function deliverTogether(messages: readonly TakenMessage[], signal: AbortSignal | undefined): Promise<void> {
    const bodies = messages
      .map((message) => message.message)
      .filter((message): message is EventMessage => message.kind === 'event');
    const outcome = await sendTogether(klaviyo, bodies, signal);
    if (outcome.kind === 'refused') {
      for (const message of messages) await deliverOne(message, signal);
      return;
    }
    await settle(messages, outcome);
  }

  function start(kind: Message['kind'], work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => {
        firstBug ??= error;
      })
      .finally(() => {
        inFlight[kind].delete(tracked);
        context.onSettled();
      });
    inFlight[kind].add(tracked);
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
    for (const message of taken) start(message.message.kind, deliverOne(message, signal));
    return taken.length;
  }

  async function fillKind(kind: Message['kind'], signal: AbortSignal | undefined): Promise<number> {
    const nowMs = clock.now();
    const room = roomFor(health, inFlight[kind].size, context.maxInFlight, nowMs);
    if (room === 0) return 0;
    const taken = await store.takeMessages(nowMs, room, [account], [kind]);
    const oldest = taken[0];
    if (oldest === undefined) return 0;
    const lagsBehind = kind === 'event' && nowMs - oldest.enqueuedAtMs > context.bulkAfterMs;
    if (!lagsBehind) {
      for (const message of taken) start(kind, deliverOne(message, signal));
      return taken.length;
    }
    const left = context.bulkSize - taken.length;
    const more = taken.length < room ? [] : await store.takeMessages(nowMs, left, [account], [kind]);
    const all = [...taken, ...more];
    // What was at fault before goes alone, so that it cannot hold up the rest.
    const [together, alone] = [
      all.filter(({ attempts }) => attempts === 0),
      all.filter(({ attempts }) => attempts > 0),
    ];
    if (together.length > 0) start(kind, deliverTogether(together, signal));
    for (const message of alone) start(kind, deliverOne(message, signal));
    return all.length;
  }

  return {
    async fill(signal) {
      throwBug();
      if (health.failures > 0) return probe(signal);
      let started = 0;
      for (const kind of MESSAGE_KINDS) started += await fillKind(kind, signal);
      return started;
    },
    async idle() {
      while (totalInFlight() > 0) await Promise.all(MESSAGE_KINDS.flatMap((kind) => [...inFlight[kind]]));
      throwBug();
    },
    pausedUntilMs: () => health.pausedUntilMs,
  };
}
