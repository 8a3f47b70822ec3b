/** Ledger against Klaviyo, message by message, for one stretch of event time. Pure. */
import type { EventProperties } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import { orderIdOfLane } from '../keys.js';
import type { Difference, DifferenceClass, RepairStep } from '../operations.js';
import type { LedgerMessage } from '../stores/store.js';
import type { Repaired } from './repaired.js';
import { isSameJson } from './same-json.js';

/** Klaviyo takes minutes from its 202 to showing an event; before this is over nothing is called missing or late. */
export const SETTLE_MS: number = 30 * 60_000;

/** An event as Klaviyo has it. */
export interface Recorded {
  /** Null: it looks like ours and names no id. */
  readonly eventId: string | null;
  readonly metric: string;
  readonly atMs: number;
  readonly properties: EventProperties;
}

/** A difference with what the walk still needs to know of it. */
export interface Found {
  /** `clarusStatus` is filled in once the order has been read. */
  readonly difference: Difference;
  readonly orderId: string | null;
  readonly step: RepairStep | null;
}

export interface Comparison {
  /** Messages that Klaviyo answered 2xx. */
  readonly told: number;
  readonly matched: number;
  readonly found: readonly Found[];
  /** Sent a second time already, and still not there. */
  readonly dropped: readonly LedgerMessage[];
  /** Repaired before, and there now. */
  readonly arrived: readonly LedgerMessage[];
}

export interface ComparisonFacts {
  readonly account: string;
  readonly nowMs: number;
  /** Ids of events that a repair has sent again, and of orders that it has had read again: neither is planned twice. */
  readonly resent: Pick<Repaired, 'has'>;
  readonly readAgain: Pick<Repaired, 'has'>;
}

interface Verdict {
  readonly class: DifferenceClass;
  readonly sentence: string;
  readonly repair: 'resend' | 'read-again' | null;
}

export function compare(
  ledger: readonly LedgerMessage[],
  recorded: readonly Recorded[],
  facts: ComparisonFacts,
): Comparison {
  const byId = new Map<string, Recorded>();
  const extras: Recorded[] = [];
  for (const event of recorded) {
    if (event.eventId === null || byId.has(event.eventId)) extras.push(event);
    else byId.set(event.eventId, event);
  }
  const found: Found[] = [];
  const dropped: LedgerMessage[] = [];
  const arrived: LedgerMessage[] = [];
  let told = 0;
  let matched = 0;
  for (const message of ledger) {
    const event = byId.get(message.id);
    byId.delete(message.id);
    if (message.status === 'delivered') told += 1;
    if (event !== undefined && (message.status === 'delivered' || message.status === 'pending')) matched += 1;
    if (event !== undefined && facts.resent.has(message.id)) arrived.push(message);
    const verdict = judge(message, event ?? null, facts);
    if (verdict === null) continue;
    if (verdict.class === 'missing' && message.status === 'delivered' && facts.resent.has(message.id)) {
      dropped.push(message);
    }
    found.push(toFound(message, event ?? null, verdict, facts));
  }
  for (const event of [...extras, ...byId.values()]) found.push(extraFound(event, facts.account));
  return { told, matched, found, dropped, arrived };
}

/** What is wrong with one message of the ledger, given what Klaviyo has of it; null: nothing. */
function judge(message: LedgerMessage, event: Recorded | null, facts: ComparisonFacts): Verdict | null {
  switch (message.status) {
    case 'withheld':
    case 'superseded':
      return event === null
        ? null
        : { class: 'extra', sentence: `It was ${message.status} and never sent, and Klaviyo has it.`, repair: null };
    case 'dead': {
      const why = message.reason ?? 'for an unknown reason';
      return event === null
        ? { class: 'missing', sentence: `It died (${why}); a replay would send it.`, repair: null }
        : { class: 'extra', sentence: `It counts as dead (${why}), and Klaviyo has it all the same.`, repair: null };
    }
    case 'pending':
      return event === null ? { class: 'not-yet-due', sentence: 'It waits to be sent.', repair: null } : null;
    case 'delivered': {
      const acceptedMs = message.settledAtMs ?? message.enqueuedAtMs;
      if (event !== null) return judgeContent(message, event, facts) ?? judgeLateness(message, acceptedMs);
      if (facts.nowMs - acceptedMs < SETTLE_MS) {
        return { class: 'not-yet-due', sentence: 'Klaviyo took it and may not show it yet.', repair: null };
      }
      if (message.message === null) {
        return { class: 'missing', sentence: 'Klaviyo does not show it, and its body is gone.', repair: null };
      }
      return facts.resent.has(message.id)
        ? {
            class: 'missing',
            sentence: 'Klaviyo took it twice and shows it never: it drops it silently.',
            repair: null,
          }
        : { class: 'missing', sentence: 'Klaviyo took it and does not show it.', repair: 'resend' };
    }
  }
}

function judgeContent(
  { message, lane }: LedgerMessage,
  event: Recorded,
  { readAgain }: ComparisonFacts,
): Verdict | null {
  if (message === null || message.kind !== 'event') return null; // the body is gone: there is nothing to hold it against
  const { properties } = message.body.data.attributes;
  const differing = Object.keys(properties).filter((name) => !isSameJson(properties[name], event.properties[name]));
  if (differing.length === 0) return null;
  return {
    class: 'different',
    sentence: `Klaviyo says otherwise than we sent: ${differing.slice(0, 5).join(', ')}.`,
    repair: readAgain.has(orderIdOfLane(lane) ?? '') ? null : 'read-again',
  };
}

function judgeLateness({ mode, because, enqueuedAtMs }: LedgerMessage, acceptedMs: number): Verdict | null {
  if (mode === 'silent' && because.modeReason === 'late') {
    return { class: 'late', sentence: 'It was learnt too late to start a flow.', repair: null };
  }
  const delayMs = acceptedMs - enqueuedAtMs;
  if (mode !== 'live' || delayMs <= SETTLE_MS) return null; // history is in no hurry
  return { class: 'late', sentence: `It waited ${Math.round(delayMs / 60_000)} minutes to be sent.`, repair: null };
}

function toFound(
  message: LedgerMessage,
  event: Recorded | null,
  verdict: Verdict,
  { account }: ComparisonFacts,
): Found {
  const orderId = orderIdOfLane(message.lane);
  return {
    difference: {
      class: verdict.class,
      account,
      metric: message.metric ?? '',
      eventId: message.id,
      orderReference: message.orderReference,
      clarusStatus: null,
      ledgerStatus: message.status,
      trueAt: toInstant(message.eventAtMs),
      toldAt: message.status === 'delivered' && message.settledAtMs !== null ? toInstant(message.settledAtMs) : null,
      inKlaviyoAt: event === null ? null : toInstant(event.atMs),
      sentence: verdict.sentence,
    },
    orderId,
    step: stepOf(message, verdict, account, orderId),
  };
}

function stepOf(
  { id, orderReference }: LedgerMessage,
  { repair, sentence }: Verdict,
  account: string,
  orderId: string | null,
): RepairStep | null {
  if (repair === 'resend') return { kind: 'resend', account, eventId: id, because: sentence };
  if (repair === null || orderId === null) return null;
  return { kind: 'read-again', orderId, reference: orderReference ?? '', because: sentence };
}

function extraFound({ eventId, metric, atMs, properties }: Recorded, account: string): Found {
  const { OrderNumber: reference, OrderId: orderId } = properties;
  return {
    difference: {
      class: 'extra',
      account,
      metric,
      eventId,
      orderReference: typeof reference === 'string' ? reference : null,
      clarusStatus: null,
      ledgerStatus: null,
      trueAt: null,
      toldAt: null,
      inKlaviyoAt: toInstant(atMs),
      sentence:
        eventId === null
          ? 'Klaviyo has it in our words, without an id: somebody else wrote it.'
          : 'Klaviyo has it, and the ledger never heard of it, or has it once.',
    },
    orderId: typeof orderId === 'string' ? orderId : null,
    step: null,
  };
}
