/**
 * The store port. One process owns a store (`epoch`); every method is one transaction. A synchronous
 * engine (SQLite, Durable Object storage) and an asynchronous one (Postgres) both fit.
 *
 * Work moves through four durable queues, each taken and settled:
 * raw deliveries → bells (a key that should be read again) → wakes (a state that time may change) → messages.
 * What is taken belongs to the owner's epoch, not to wall time: after a crash the next owner takes it again.
 */
import type { EventMessage, Finding, Message } from '@clarus-klaviyo/mapping';
import type { IncidentClass } from '../incidents/classes.js';
import type { EventText } from '../ports.js';

/** A webhook as it came. The secret is never part of it: path and query are dropped by the receiver. */
export interface RawDelivery {
  readonly receivedAtMs: number;
  readonly automationId: string | null;
  /** Headers that name things (`x-claruswms-*`), lower-cased. Never authorization or cookies. */
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
  /** Addresses the hint names. */
  readonly subjects?: readonly string[];
  /** Clarus's id of the account it is about, where the webhook says so: one brand's backlog must not be another's. */
  readonly clarusAccount?: string | null;
}

/** A bell whose record is to be read now. */
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

/** What became of a bell that was taken. */
export type BellOutcome =
  | { readonly kind: 'answered'; readonly key: string; readonly read: number }
  | { readonly kind: 'retry'; readonly key: string; readonly read: number; readonly dueAtMs: number };

/** What became of a webhook that was taken: understood, or kept aside. */
export type RawOutcome =
  | {
      readonly kind: 'understood';
      readonly seq: number;
      readonly bells: readonly Bell[];
      /** Addresses the body names: found again by `forget`. One that was forgotten takes the body with it at once. */
      readonly subjects?: readonly string[];
    }
  /** Kept, with the reason, until it is replayed: an unknown automation, a body that is not JSON. */
  | { readonly kind: 'parked'; readonly seq: number; readonly reason: string; readonly incident: IncidentReport };

/** One subject's state as the store keeps it: versioned JSON. */
export interface StateRow {
  readonly key: string;
  readonly state: unknown;
}

/** What stands for a key: a finding of the mapping, or one of sync's own with a code the mapping does not know. */
export interface StandingFinding extends Omit<Finding, 'code'> {
  readonly code: IncidentClass;
}

/** The next state of a key, and when it wants to be woken. */
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
  readonly findings: readonly StandingFinding[];
  /** Addresses the state holds: replaces those this key had. Kept as keyed hashes, for `forget`. */
  readonly subjects?: readonly string[];
  /** What happened to the key just now; added to its trail. */
  readonly trail?: readonly TrailEntry[];
  /** Nothing more is expected of this key: `purge` may take its state once it is old. @default false */
  readonly isClosed?: boolean;
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

/** What a transaction is to write: states, messages, findings, names. All of it, or nothing. */
export interface Decision {
  readonly writes: readonly StateWrite[];
  readonly messages: readonly OutgoingMessage[];
}

/** Pure and synchronous; may run twice. Asking for more keys runs it again with those loaded too. */
export type Decide = (rows: ReadonlyMap<string, StateRow | null>) => Decision | { readonly needs: readonly string[] };

type WithoutBecause<M> = M extends EventMessage
  ? Omit<M, 'because'> & { readonly text: EventText }
  : M extends Message
    ? Omit<M, 'because'>
    : never;

/**
 * A message as its sender needs it: why it was decided stays in the ledger. An event comes as text too, which is what a bulk
 * request sends; its body may be a getter.
 */
export type SendableMessage = WithoutBecause<Message>;

/** How long the steps before the outbox took, of a message that was told as it happened. Null: not known. */
export interface Steps {
  /** From what happened in the warehouse until it was heard. */
  readonly heardAfterMs: number | null;
  /** From then until the message was in the outbox. */
  readonly decidedAfterMs: number | null;
}

/** A message that is to be sent now. */
export interface TakenMessage extends Steps {
  readonly seq: number;
  readonly message: SendableMessage;
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

/** What became of a message that was taken. */
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

/** What is said of an incident each time its cause is seen. */
export interface IncidentReport {
  /** What it is, by the catalogue. */
  readonly class: IncidentClass;
  /** One incident per class and subject. */
  readonly subject: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly owner: 'warehouse' | 'ecommerce' | 'integration';
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** Something that needs a person, as it stands. */
export interface Incident extends Omit<IncidentReport, 'class'> {
  /** One of the catalogue, or of another version's. */
  readonly class: string;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  readonly count: number;
}

/** What waits for one Klaviyo account. */
export interface AccountCounts {
  readonly account: string;
  readonly pending: number;
  /** Enqueue time of the first in line of its messages that wait. */
  readonly oldestPendingAtMs: number | null;
}

/** What waits in the store, and what was settled. */
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
  /** The earliest of the accounts'. */
  readonly oldestPendingAtMs: number | null;
  /** Every account that was ever sent anything, by name. */
  readonly accounts: readonly AccountCounts[];
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

/** A message with everything the ledger knows of it: for reconcile, explain and repair. */
export interface LedgerMessage extends LedgerEntry {
  /** The Klaviyo metric; null for a profile or stock message. */
  readonly metric: string | null;
  /** The event's own time; for a profile or stock message, when it was enqueued. */
  readonly eventAtMs: number;
  readonly because: Message['because'];
  readonly attempts: number;
  readonly dueAtMs: number;
  /** With its body, byte for byte; null once retention or an erasure took it. */
  readonly message: Message | null;
}

/** All conditions together. Messages come by rising `seq`, so the last one's is the next page's `afterSeq`. */
export interface LedgerFilter {
  readonly account?: string;
  readonly kinds?: readonly Message['kind'][];
  readonly statuses?: readonly LedgerEntry['status'][];
  readonly modes?: readonly Message['mode'][];
  /** Exact reasons, e.g. `expired`. */
  readonly reasons?: readonly string[];
  readonly metric?: string;
  readonly orderReference?: string;
  readonly ids?: readonly string[];
  /** `eventAtMs` at or after … */
  readonly fromMs?: number;
  /** … and before. */
  readonly toMs?: number;
  readonly afterSeq?: number;
  readonly limit: number;
}

/** The ledger beyond what delivery needs of it. */
export interface LedgerStore {
  messages(filter: LedgerFilter): Promise<readonly LedgerMessage[]>;
  /**
   * Puts settled messages back on their way, as if they came in now: same id, same lane, a new `seq` behind all others;
   * the same bytes, unless `mode` turns a dead one `silent`. What is pending or has no body any more, was withheld by
   * shadow or an erasure, or was replaced by a later message of its lane is left alone; so is what was withheld for
   * another reason, unless `mode` says what it should be now. What was silent stays so. Returns those of `seqs` that
   * were put back.
   */
  requeue(
    seqs: readonly number[],
    nowMs: number,
    change: { readonly mode?: 'live' | 'silent'; readonly expiresAtMs: number | null },
  ): Promise<readonly number[]>;
  /** Messages that wait and are not in flight become dead with this reason. Returns how many. */
  discard(
    filter: { readonly account: string; readonly metric?: string; readonly enqueuedBeforeMs: number },
    nowMs: number,
    reason: string,
  ): Promise<number>;
}

/** A stop that a person ordered; it outlives a restart. */
export interface Pause {
  readonly account: string;
  /** Only events of this metric; null: the whole account. */
  readonly metric: string | null;
  readonly sinceMs: number;
  readonly by: string | null;
  readonly reason: string | null;
}

/** A second pause of the same replaces the first. While a pause stands, `takeMessages` leaves its messages alone, and each lane keeps its order behind them. */
export interface PauseStore {
  pauses(): Promise<readonly Pause[]>;
  pause(pause: Pause): Promise<void>;
  /** False when there was no such pause. */
  resume(account: string, metric: string | null): Promise<boolean>;
}

/** What a person wrote down about an incident. */
export interface IncidentNote {
  readonly atMs: number;
  readonly by: string | null;
  readonly text: string;
}

/** An incident with what people did about it. */
export interface KeptIncident extends Incident {
  /** `class/subject` */
  readonly id: string;
  readonly assignee: string | null;
  readonly notes: readonly IncidentNote[];
  /**
   * Null while it is open. One that is seen again after it was closed is open again: its notes and its assignee are
   * kept, while count, first sight, notification and escalation start afresh.
   */
  readonly closedAtMs: number | null;
  /** `cleared`: its cause went. `resolved`: a person said so. */
  readonly closedBy: 'cleared' | 'resolved' | null;
  readonly notifiedAtMs: number | null;
  readonly escalatedAtMs: number | null;
}

/** What a person changed about an incident. */
export interface IncidentChange {
  readonly assignee?: string | null;
  readonly note?: IncidentNote;
  /** Closes it as `resolved`. */
  readonly resolvedAtMs?: number;
  readonly notifiedAtMs?: number;
  readonly escalatedAtMs?: number;
}

/** Where incidents are kept with what people did about them. */
export interface IncidentStore {
  /** Open ones, oldest first; with `closedSinceMs` also those closed since. */
  keptIncidents(filter?: { readonly closedSinceMs?: number }): Promise<readonly KeptIncident[]>;
  /** False: there is no such incident. */
  changeIncident(id: string, change: IncidentChange): Promise<boolean>;
}

/** Something that happened to a key, in the order it happened: explain makes sentences of it. No personal data. */
export interface TrailEntry {
  readonly atMs: number;
  /** `webhook`, `read`, `gone`, `evidence`, `held`, `erased` … */
  readonly kind: string;
  /** E.g. `{ hook: 'goods_out.completed' }`, `{ status: 'COMPLETED', shipments: 2 }`. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Where it is kept what happened to a key. */
export interface TrailStore {
  /** Newest last; the store keeps the latest 200 of a key, and all of them no longer than its state. */
  trail(key: string): Promise<readonly TrailEntry[]>;
}

/** A number worth a chart. `name` holds what it is about: `delivered:brand`, `lag-ms:brand`, `backlog:messages`. */
export interface Measure {
  readonly name: string;
  readonly atMs: number;
  readonly value: number;
}

/** All measures of a name within an hour. */
export interface MeasuredHour {
  readonly name: string;
  /** The hour's start, epoch milliseconds, UTC. */
  readonly hourMs: number;
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  readonly last: number;
}

/**
 * The store itself measures what it commits, in the same transaction: `webhooks`, and of what it settles `delivered:<account>`, `dead:<account>` and
 * `withheld:<account>` (what was so from the start), 1 each; of what was delivered, `silent:<account>` for what went
 * onto timelines only, and `lag-ms:<account>` for each live message: from enqueued to accepted.
 */
export interface MeasureStore {
  measure(points: readonly Measure[]): Promise<void>;
  /** Hours that begin at or after `fromMs` and before `toMs`: by name, then by hour. */
  measured(filter: { readonly fromMs: number; readonly toMs: number }): Promise<readonly MeasuredHour[]>;
}

/** What an erasure took away, and the states that still have to be rewritten. */
export interface Erasure {
  readonly messages: number;
  readonly raw: number;
  readonly bells: number;
  /** States that still hold the address, by key: sync takes it out of each and writes it back. */
  readonly keys: readonly string[];
}

/** How much was taken away because its time was over. */
export interface Purge {
  readonly raw: number;
  readonly bodies: number;
  readonly messages: number;
  readonly states: number;
}

/**
 * Personal data: kept in one place, found by a keyed blind index only, gone when its time is over or its owner says so.
 */
export interface PrivacyStore {
  /**
   * Erases every body that names the address and leaves a keyed tombstone that suppresses for ever. What waits becomes
   * withheld (`forgotten`), and so does whatever is enqueued for the address from now on; a message in flight cannot be
   * called back, but is not sent again. A bell keeps ringing without its hint. Ids stay, so that nothing is told twice.
   * Case and surrounding blanks of an address do not matter.
   */
  forget(email: string, nowMs: number): Promise<Erasure>;
  /** Those of the addresses that have a tombstone. */
  forgotten(emails: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * A stand-in for an address in keys and lanes: 32 hex digits, always the same from this store and from no other.
   * Without the store's own key nobody can compute it, or test a guess against it.
   */
  digest(email: string): Promise<string>;
  /**
   * Takes away what is older: webhooks that were understood or parked, settled messages, states that are closed (with
   * their trail), measures, closed incidents. At most `limit` of each, so that it can be called often and hold up
   * nobody. Of a message's id a keyed hash is kept for ever: it is never enqueued again.
   */
  purge(before: { readonly rawMs: number; readonly keptMs: number; readonly limit: number }): Promise<Purge>;
}

export interface Store extends LedgerStore, PauseStore, IncidentStore, TrailStore, MeasureStore, PrivacyStore {
  /** Durably committed when the promise resolves. @throws {StoreUnavailableError} full, locked, read-only, corrupt. */
  receive(raw: readonly RawDelivery[]): Promise<void>;
  /** Oldest first. */
  takeRaw(limit: number): Promise<readonly StoredRaw[]>;
  /** Outcomes of what is not taken are repetitions and change nothing; so it is with every `settle`. */
  settleRaw(outcomes: readonly RawOutcome[], nowMs: number): Promise<void>;
  /** Puts parked deliveries back into the queue; returns how many. */
  unpark(filter: { readonly automationId?: string }): Promise<number>;

  ring(bells: readonly Bell[], nowMs: number): Promise<void>;
  /**
   * Due bells, at most one read in flight per key. Webhooks of each account, and sweeps, are queues of their own, by due
   * time within; a long queue takes turns with the others.
   */
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
   * A message already in the ledger under the same id, or purged from it, is never enqueued again.
   * A head past `expiresAtMs`, or in flight at 20 crashes, becomes dead here (`expired`, `quarantined`) with the
   * incident `dead-letter`, and its lane moves on.
   */
  takeMessages(
    nowMs: number,
    limit: number,
    accounts: readonly string[],
    /** @default every kind */
    kinds?: readonly Message['kind'][],
    /** `silent` waits for room of its own, and must not be in the way of `live`. @default both */
    modes?: readonly ('live' | 'silent')[],
  ): Promise<readonly TakenMessage[]>;
  settleMessages(outcomes: readonly MessageOutcome[]): Promise<void>;

  /**
   * Earliest instant at which any queue has something to do; null when nothing waits. 0: now. For what is due it may name any
   * instant that the callers' clock has reached, also when that clock was put back since.
   */
  nextDueAt(): Promise<number | null>;

  report(incidents: readonly IncidentReport[], nowMs: number): Promise<void>;
  /**
   * Closes the incident of that class (and subject, when given) as `cleared`.
   * @param atMs when; left out: the latest instant this store was told of
   */
  clear(incidentClass: string, subject?: string, atMs?: number): Promise<void>;
  /** The open ones, oldest first. */
  incidents(): Promise<readonly Incident[]>;
  counts(): Promise<StoreCounts>;
  /** In the order of telling; with a limit, the latest. */
  ledger(filter: { readonly orderReference?: string; readonly limit?: number }): Promise<readonly LedgerEntry[]>;

  /** Small named values: cursors, `liveFrom`. */
  getMeta(name: string): Promise<string | null>;
  setMeta(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}
