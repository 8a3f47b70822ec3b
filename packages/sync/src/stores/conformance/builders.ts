/** Small things to put into a store, each with the one member a test is about. */
import { toEventText } from '@clarus-klaviyo/klaviyo';
import type { EventMessage, Finding, Message } from '@clarus-klaviyo/mapping';
import type {
  Bell,
  Decision,
  IncidentReport,
  OutgoingMessage,
  RawDelivery,
  SendableMessage,
  StateWrite,
  Store,
  TakenBell,
  TakenMessage,
} from '../store.js';

export type OpenStore = () => Promise<Store>;

export const ACCOUNT = 'brand';

export const METRIC = 'Fulfilled Shipment';
export const EMAIL = 'someone@shop.example';

/** An arbitrary instant; tests count from it in milliseconds. */
export const NOON: number = Date.UTC(2026, 2, 1, 12);

export function aRaw(body: string, automationId: string | null = '43'): RawDelivery {
  return { receivedAtMs: NOON, automationId, headers: { 'x-claruswms-automation-id': automationId ?? '' }, body };
}

export function aBell(key: string, change: Partial<Bell> = {}): Bell {
  return { key, source: 'webhook', hooks: ['goods_out.updated'], hint: {}, quietMs: 2_000, capMs: 10_000, ...change };
}

export function aSweepBell(key: string): Bell {
  return aBell(key, { source: 'sweep', hooks: [], quietMs: 0, capMs: 0 });
}

interface MessageChange extends Partial<Omit<OutgoingMessage, 'message'>> {
  readonly lane?: string;
  readonly mode?: EventMessage['mode'];
  readonly email?: string;
  readonly metric?: string;
}

export function aMessage(id: string, change: MessageChange = {}): OutgoingMessage {
  const { lane = 'order:1', mode = 'live', email = EMAIL, metric = METRIC, ...outgoing } = change;
  return {
    message: {
      kind: 'event',
      id,
      lane,
      mode,
      metric,
      because: {
        rule: 'shipment-dispatched',
        evidence: 'dispatched',
        evidenceAt: '2026-03-01T11:59:00Z',
        source: 'webhook',
        receivedAt: '2026-03-01T12:00:00Z',
        heldFor: [],
        modeReason: mode === 'withheld' ? 'shadow' : null,
      },
      body: {
        data: {
          type: 'event',
          attributes: {
            properties: { EventId: id, 10: 'ten', 2: 'two' },
            time: '2026-03-01T11:59:00Z',
            unique_id: id,
            ...(mode === 'silent' ? { backfill: true } : {}),
            metric: { data: { type: 'metric', attributes: { name: metric } } },
            profile: { data: { type: 'profile', attributes: { email } } },
          },
        },
      },
    },
    account: ACCOUNT,
    orderReference: 'SO-1',
    coalesces: false,
    dueAtMs: NOON,
    expiresAtMs: null,
    ...outgoing,
  };
}

export function aStockMessage(id: string, lane = 'stock:1'): OutgoingMessage {
  const { message, ...outgoing } = aMessage(id, { lane, coalesces: true });
  const body = {
    data: { type: 'catalog-variant', id: '$custom:::$default:::1', attributes: { inventory_quantity: 3 } },
  } as const;
  return { ...outgoing, message: { kind: 'stock', id, lane, mode: 'live', because: message.because, body } };
}

export function aWrite(key: string, change: Partial<StateWrite> = {}): StateWrite {
  return { key, state: { v: 1 }, wakeAtMs: null, names: [], findings: [], ...change };
}

export function aFinding(subject: string, change: Partial<Finding> = {}): Finding {
  return { code: 'identity-missing', owner: 'ecommerce', severity: 'warning', subject, detail: {}, ...change };
}

export function anIncident(change: Partial<IncidentReport> = {}): IncidentReport {
  return {
    class: 'klaviyo-unavailable',
    subject: ACCOUNT,
    severity: 'error',
    owner: 'integration',
    detail: { status: 503 },
    ...change,
  };
}

function messages(...outgoing: OutgoingMessage[]): () => Decision {
  return () => ({ writes: [], messages: outgoing });
}

export function writes(...changes: StateWrite[]): () => Decision {
  return () => ({ writes: changes, messages: [] });
}

export function enqueue(store: Store, outgoing: readonly OutgoingMessage[], nowMs: number = NOON): Promise<void> {
  return store.transact([], nowMs, messages(...outgoing));
}

/** Takes everything that may go at that instant and returns the ids. */
export async function takeIds(store: Store, nowMs: number = NOON, limit = 100): Promise<string[]> {
  return idsOf(await store.takeMessages(nowMs, limit, [ACCOUNT]));
}

/** What a sender gets of a message. */
export function sendable(message: Message | null): SendableMessage | null {
  if (message === null) return null;
  const { because: _because, ...rest } = message;
  return rest.kind === 'event' ? { ...rest, text: toEventText(rest.body) } : rest;
}

export function idsOf(taken: readonly TakenMessage[]): string[] {
  return taken.map(({ message }) => message.id);
}

/** The one message a lane offers; fails the test when there is none, or more than one. */
export async function takeMessage(store: Store, nowMs: number = NOON): Promise<TakenMessage> {
  return only(await store.takeMessages(nowMs, 100, [ACCOUNT]));
}

export async function takeBell(store: Store, nowMs: number): Promise<TakenBell> {
  return only(await store.takeBells(nowMs, 100));
}

export function only<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`Expected exactly one, got ${items.length}.`);
  return item;
}
