/**
 * The store port. One process owns a store (`epoch`); every method is one transaction. A synchronous
 * engine (SQLite, Durable Object storage) and an asynchronous one (Postgres) both fit.
 *
 * Work moves through four durable queues, each taken and settled:
 * raw deliveries → bells (a key that should be read again) → wakes (a state that time may change) → messages.
 * What is taken belongs to the owner's epoch, not to wall time: after a crash the next owner takes it again.
 */
import type { Finding, Message } from '@clarus-klaviyo/mapping';

/** A webhook as it came. The secret is never part of it: path and query are dropped by the receiver. */
export interface RawDelivery {
  readonly receivedAtMs: number;
  readonly automationId: string | null;
  /** Headers that name things (`x-clarusws-*`), lower-cased. Never authorization or cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StoredRaw extends RawDelivery {
  readonly seq: number;
}

/** Ring a key: something about it may have changed. Bells of one key coalesce. */
export interface Bell {
  /** `order:<id>` or `stock:<account>:<sku>` */
  readonly key: string;
  readonly source: 'webhook' | 'sweep' | 'manual';
  /** `goods_out.completed` … empty for a sweep. */
  readonly hooks: readonly string[];
  /** Plain JSON for the reader: the order's reference, the contact a body named … The newest non-null of each member wins. */
  readonly hint: Readonly<Record<string, unknown>>;
  /**
   * A webhook: quiet period and cap. A sweep: 0 and 0, so now. The bell is due at last ring + quiet, but no later
   * than the earliest of ring + cap, and no earlier than the retry a failed read asked for.
   */
  readonly quietMs: number;
  readonly capMs: number;
}

export interface TakenBell {
  readonly key: string;
  /** The strongest of all rings: a webhook is proof that something happened now, a sweep is not. */
  readonly source: 'webhook' | 'sweep' | 'manual';
  readonly hooks: readonly string[];
  readonly hint: Readonly<Record<string, unknown>>;
  /** The number of the read that answers it: higher than every one before. */
  readonly read: number;
  readonly firstRungAtMs: number;
  /** Reads that failed since it was last answered. */
  readonly attempts: number;
}

export type BellOutcome =
  | { readonly kind: 'answered'; readonly key: string; readonly read: number }
  | { readonly kind: 'retry'; readonly key: string; readonly read: number; readonly dueAtMs: number };

export type RawOutcome =
  | { readonly kind: 'understood'; readonly seq: number; readonly bells: readonly Bell[] }
  /** Kept, with the reason, until it is replayed: an unknown automation, a body that is not JSON. */
  | { readonly kind: 'parked'; readonly seq: number; readonly reason: string; readonly incident: IncidentReport };

/** One subject's state as the store keeps it: versioned JSON. */
export interface StateRow {
  readonly key: string;
  readonly state: unknown;
}

export interface StateWrite {
  readonly key: string;
  readonly state: unknown;
  readonly wakeAtMs: number | null;
  /** Look-up names, e.g. `reference:<account>:<reference>`: replaces the names this key had. */
  readonly names: readonly string[];
  /**
   * Everything that stands for this key now; what was reported before and is not listed has cleared. Each stands
   * as an incident (class: the code) until the last key lets go of it; its count rises with each key it is new for.
   */
  readonly findings: readonly Finding[];
}

/** A message as the outbox takes it in: body frozen here. */
export interface OutgoingMessage {
  readonly message: Message;
  /** Which Klaviyo account sends it. */
  readonly account: string;
  readonly orderReference: string | null;
  /**
   * A later message of the same lane replaces this one while it waits (profile, stock); never one in flight, nor an
   * ambiguous one.
   */
  readonly coalesces: boolean;
  readonly dueAtMs: number;
  /** After this instant it is dead instead of sent. Null: no limit. */
  readonly expiresAtMs: number | null;
}

export interface Decision {
  readonly writes: readonly StateWrite[];
  readonly messages: readonly OutgoingMessage[];
}

/** Pure and synchronous; may run twice. Asking for more keys runs it again with those loaded too. */
export type Decide = (rows: ReadonlyMap<string, StateRow | null>) => Decision | { readonly needs: readonly string[] };

export interface TakenMessage {
  readonly seq: number;
  readonly message: Message;
  readonly account: string;
  readonly orderReference: string | null;
  readonly enqueuedAtMs: number;
  /** Refusals that were this message's own fault. */
  readonly attempts: number;
  /** Times its owner died while it was in flight. */
  readonly crashes: number;
  /** True once an attempt ended without an answer: only the identical retry may follow. */
  readonly isAmbiguous: boolean;
  readonly expiresAtMs: number | null;
}

export type MessageOutcome =
  | { readonly kind: 'delivered'; readonly seq: number; readonly atMs: number }
  | {
      readonly kind: 'pending';
      readonly seq: number;
      readonly dueAtMs: number;
      readonly attempts: number;
      readonly isAmbiguous: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'dead'; readonly seq: number; readonly atMs: number; readonly reason: string };

export interface IncidentReport {
  /** `unknown-automation`, `dead-letter`, `klaviyo-unavailable` … */
  readonly class: string;
  /** One incident per class and subject. */
  readonly subject: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly owner: 'warehouse' | 'ecommerce' | 'integration';
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface Incident extends IncidentReport {
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  readonly count: number;
}

export interface StoreCounts {
  /** Not settled yet, taken or not; so with bells and pending. */
  readonly raw: number;
  readonly parked: number;
  /** Keys. */
  readonly bells: number;
  readonly pending: number;
  readonly delivered: number;
  readonly dead: number;
  readonly withheld: number;
  /** Enqueue time of the oldest message that still waits. */
  readonly oldestPendingAtMs: number | null;
}

/** One message in the ledger, for explain and for assertions. */
export interface LedgerEntry {
  readonly seq: number;
  readonly id: string;
  readonly kind: Message['kind'];
  readonly lane: string;
  readonly account: string;
  readonly mode: Message['mode'];
  readonly status: 'pending' | 'delivered' | 'dead' | 'withheld' | 'superseded';
  readonly reason: string | null;
  readonly orderReference: string | null;
  readonly enqueuedAtMs: number;
  readonly settledAtMs: number | null;
}

export interface Store {
  /** Durably committed when the promise resolves. @throws {StoreUnavailableError} full, locked, read-only, corrupt. */
  receive(raw: readonly RawDelivery[]): Promise<void>;
  /** Oldest first. */
  takeRaw(limit: number): Promise<readonly StoredRaw[]>;
  /** Outcomes of what is not taken are repetitions and change nothing; so it is with every `settle`. */
  settleRaw(outcomes: readonly RawOutcome[], nowMs: number): Promise<void>;
  /** Puts parked deliveries back into the queue; returns how many. */
  unpark(filter: { readonly automationId?: string }): Promise<number>;

  ring(bells: readonly Bell[], nowMs: number): Promise<void>;
  /** Due bells by due time, at most one read in flight per key. */
  takeBells(nowMs: number, limit: number): Promise<readonly TakenBell[]>;
  /** `answered` removes the bell unless it rang again since it was taken. */
  settleBells(outcomes: readonly BellOutcome[]): Promise<void>;

  /**
   * State, messages, findings and look-up names of all written keys move together, or not at all. What `decide`
   * throws comes through as it is.
   */
  transact(keys: readonly string[], nowMs: number, decide: Decide): Promise<void>;
  /** Keys whose `wakeAt` has come. Not leased: `transact` moves `wakeAt` on. */
  dueWakes(nowMs: number, limit: number): Promise<readonly string[]>;
  /** Keys that carry a look-up name. */
  keysNamed(name: string): Promise<readonly string[]>;
  read(key: string): Promise<StateRow | null>;

  /**
   * Heads of lanes that are due, oldest first within live before silent, only for `accounts` and `kinds`
   * (each kind has an endpoint of its own, and one that is held back must not hold back the others). A lane belongs to
   * its account: the same name in two accounts is two lanes.
   * A message already in the ledger under the same id is never enqueued again.
   * A head past `expiresAtMs`, or in flight at 20 crashes, becomes dead here (`expired`, `quarantined`) with the
   * incident `dead-letter`, and its lane moves on.
   */
  takeMessages(
    nowMs: number,
    limit: number,
    accounts: readonly string[],
    /** @default every kind */
    kinds?: readonly Message['kind'][],
  ): Promise<readonly TakenMessage[]>;
  settleMessages(outcomes: readonly MessageOutcome[]): Promise<void>;

  /** Earliest instant at which any queue has something to do; null when nothing waits. 0: now. */
  nextDueAt(): Promise<number | null>;

  report(incidents: readonly IncidentReport[], nowMs: number): Promise<void>;
  /** Closes the incident of that class (and subject, when given). */
  clear(incidentClass: string, subject?: string): Promise<void>;
  incidents(): Promise<readonly Incident[]>;
  counts(): Promise<StoreCounts>;
  /** In the order of telling; with a limit, the latest. */
  ledger(filter: { readonly orderReference?: string; readonly limit?: number }): Promise<readonly LedgerEntry[]>;

  /** Small named values: cursors, `liveFrom`. */
  getMeta(name: string): Promise<string | null>;
  setMeta(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}
