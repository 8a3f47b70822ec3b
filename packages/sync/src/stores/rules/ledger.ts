/** What a message says of itself, and which settled one may go again. */
import type { EventMessage, Message } from '@clarus-klaviyo/mapping';
import type { EventText } from '../../ports.js';
import type { LedgerEntry, Steps } from '../store.js';

/** Why a message that names somebody who was forgotten is withheld. */
export const FORGOTTEN = 'forgotten';

export function metricOf(message: Message): string | null {
  return message.kind === 'event' ? message.metric : null;
}

/** The event's own time; of a state, when it was enqueued. */
export function eventAtMs(message: Message, enqueuedAtMs: number): number {
  const atMs = message.kind === 'event' ? Date.parse(message.body.data.attributes.time) : Number.NaN;
  return Number.isNaN(atMs) ? enqueuedAtMs : atMs;
}

export function stepsOf({ because }: Message, enqueuedAtMs: number): Steps {
  const { evidenceAt, receivedAt } = because;
  const heardAtMs = Date.parse(receivedAt);
  const trueAtMs = evidenceAt === null ? Number.NaN : Date.parse(evidenceAt);
  const msBetween = (fromMs: number, toMs: number): number | null =>
    Number.isNaN(fromMs) || Number.isNaN(toMs) ? null : Math.max(0, toMs - fromMs);
  return { heardAfterMs: msBetween(trueAtMs, heardAtMs), decidedAfterMs: msBetween(heardAtMs, enqueuedAtMs) };
}

/** The two halves in which an event is written. */
export type Halves = Pick<EventText, 'profile' | 'event'>;

/** As `toEventText` of the Klaviyo client does, which a store need not carry for it; the conformance suite compares them. */
export function halvesOf({ data: { attributes } }: EventMessage['body']): Halves {
  const event = `{"type":"event","attributes":${JSON.stringify({ ...attributes, profile: undefined })}}`;
  return { profile: JSON.stringify(attributes.profile.data), event };
}

/** With what else of it a bulk request asks for. `silent` is `backfill: true` in the body. */
export function textOf({ id, mode }: Pick<Message, 'id' | 'mode'>, { profile, event }: Halves): EventText {
  return { profile, event, uniqueId: id, isSilent: mode === 'silent' };
}

/** Addresses are compared without case and surrounding blanks. */
export function normalAddress(email: string): string {
  return email.trim().toLowerCase();
}

/** The addresses a message's body names, as `normalAddress` has them. */
export function subjectsOf(message: Message): readonly string[] {
  switch (message.kind) {
    case 'event': {
      const { email } = message.body.data.attributes.profile.data.attributes;
      return email === undefined ? [] : [normalAddress(email)];
    }
    case 'profile':
      return [normalAddress(message.body.data.attributes.email)];
    case 'stock':
      return [];
  }
}

/** Never to be sent, whatever anybody wants: shadow promised so, and so did an erasure. */
const FINAL_REASONS: ReadonlySet<string | null> = new Set(['shadow', FORGOTTEN]);

export interface Settled {
  readonly status: LedgerEntry['status'];
  readonly reason: string | null;
  readonly mode: Message['mode'];
}

/** The mode in which a settled message may go again; null: it may not. `wanted`: what the caller would have it be. */
export function modeToGoAgain(
  { status, reason, mode }: Settled,
  wanted: 'live' | 'silent' | undefined,
): Message['mode'] | null {
  switch (status) {
    case 'pending':
    case 'superseded':
      return null;
    case 'delivered': // only the same bytes may follow what Klaviyo may have
      return mode;
    case 'dead':
      return wanted === 'silent' ? 'silent' : mode;
    case 'withheld':
      return wanted === undefined || FINAL_REASONS.has(reason) ? null : wanted;
  }
}

/** The message in another mode. Klaviyo starts no flow for an event that says `backfill`. */
export function inMode(message: Message, mode: Message['mode']): Message {
  if (message.mode === mode) return message;
  if (message.kind !== 'event' || mode !== 'silent') return { ...message, mode };
  const { properties, time, unique_id, ...rest } = message.body.data.attributes;
  const attributes = { properties, time, unique_id, backfill: true, ...rest };
  return { ...message, mode, body: { data: { ...message.body.data, attributes } } };
}
